package dev.sluice.local.run;

import dev.sluice.local.lambda.FunctionConfig;
import dev.sluice.local.mapping.MappingSettingsBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;

/**
 * How functions run in processes of their own.
 *
 * @param jars what is deployed: jars and class directories
 * @param appClass the class of the app in them
 * @param tables the files of the app's static tables, by name
 * @param transform the function that takes the records
 * @param coordinator the function that closes intervals
 * @param bucket the function that advances buckets
 * @param schedule how often the coordinator is called if nobody wakes it
 * @param mapping sets what the template says about event source mappings
 * @param log takes the name of a function and a line that it has written
 */
public record Isolation(
    List<Path> jars,
    String appClass,
    Map<String, Path> tables,
    FunctionConfig transform,
    FunctionConfig coordinator,
    FunctionConfig bucket,
    Duration schedule,
    UnaryOperator<MappingSettingsBuilder> mapping,
    BiConsumer<String, String> log) {

  /** All three. */
  List<FunctionConfig> functions() {
    return List.of(transform, coordinator, bucket);
  }
}
