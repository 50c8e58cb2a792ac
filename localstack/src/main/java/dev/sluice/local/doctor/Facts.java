package dev.sluice.local.doctor;

import dev.sluice.local.stack.Stack;
import java.util.List;

/** A deployed app, as it is. */
public record Facts(
    Stack stack,
    List<MappingFacts> mappings,
    List<FunctionFacts> functions,
    StoreFacts.Table table,
    List<StoreFacts.Stream> streams,
    StoreFacts.Bucket bucket,
    List<RoleFacts> roles,
    ScheduleFacts schedule) {}
