package dev.sluice.kafka;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.security.plain.PlainLoginModule;
import org.apache.kafka.metadata.storage.Formatter;

/**
 * A Kafka broker of one node within this process, on ports that were free, in a directory of its
 * own.
 */
final class EmbeddedKafka implements AutoCloseable {
  static final String PASSWORD = "hush";

  private static final int TRIES = 3;

  final ShiftedTime time = new ShiftedTime();
  private final KafkaRaftServer server;
  private final Path directory;
  private final Ports ports;

  /**
   * Where it listens.
   *
   * @param guarded for users with a password
   */
  private record Ports(int open, int guarded, int controller) {
    static Ports free() throws IOException {
      InetAddress local = InetAddress.getByName("localhost");
      try (ServerSocket one = new ServerSocket(0, 1, local);
          ServerSocket two = new ServerSocket(0, 1, local);
          ServerSocket three = new ServerSocket(0, 1, local)) {
        return new Ports(one.getLocalPort(), two.getLocalPort(), three.getLocalPort());
      }
    }
  }

  private EmbeddedKafka(Path directory, Ports ports) throws Exception {
    this.directory = directory;
    this.ports = ports;
    Properties config = config(directory, ports);
    new Formatter()
        .setPrintStream(new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8))
        .setClusterId(Uuid.randomUuid().toString())
        .setNodeId(1)
        .setControllerListenerName("CONTROLLER")
        .setMetadataLogDirectory(directory.toString())
        .addDirectory(directory.toString())
        .run();
    this.server = new KafkaRaftServer(KafkaConfig.fromProps(config), time);
  }

  private static Properties config(Path directory, Ports ports) {
    Properties config = new Properties();
    config.putAll(
        Map.of(
            "process.roles", "broker,controller",
            "node.id", "1",
            "listeners",
                "PLAINTEXT://localhost:"
                    + ports.open
                    + ",GUARDED://localhost:"
                    + ports.guarded
                    + ",CONTROLLER://localhost:"
                    + ports.controller,
            "listener.security.protocol.map",
                "PLAINTEXT:PLAINTEXT,GUARDED:SASL_PLAINTEXT,CONTROLLER:PLAINTEXT",
            "listener.name.guarded.sasl.enabled.mechanisms", "PLAIN",
            "listener.name.guarded.plain.sasl.jaas.config",
                PlainLoginModule.class.getName() + " required user_app=\"" + PASSWORD + "\";",
            "controller.listener.names", "CONTROLLER",
            "controller.quorum.voters", "1@localhost:" + ports.controller,
            "log.dirs", directory.toString(),
            "auto.create.topics.enable", "false"));
    config.putAll(
        Map.of(
            "offsets.topic.replication.factor", "1",
            "offsets.topic.num.partitions", "1",
            "transaction.state.log.replication.factor", "1",
            "transaction.state.log.num.partitions", "1",
            "transaction.state.log.min.isr", "1",
            "group.initial.rebalance.delay.ms", "0",
            "log.cleaner.backoff.ms", "100",
            "log.cleaner.dedupe.buffer.size", "2097152"));
    return config;
  }

  /** A port may be taken between the look for it and its use. */
  static EmbeddedKafka start() throws Exception {
    for (int i = 1; ; i++) {
      Path directory = Files.createTempDirectory("sluice-kafka");
      EmbeddedKafka kafka = new EmbeddedKafka(directory, Ports.free());
      try {
        kafka.server.startup();
        return kafka;
      } catch (Exception e) {
        kafka.close();
        if (i == TRIES) {
          throw e;
        }
      }
    }
  }

  /** What every client needs. */
  Map<String, Object> config() {
    return Map.of("bootstrap.servers", "localhost:" + ports.open);
  }

  /** The same brokers for the user {@code app}, if the password is right. */
  Map<String, String> guarded(String password) {
    return Map.of(
        "bootstrap.servers",
        "localhost:" + ports.guarded,
        "security.protocol",
        "SASL_PLAINTEXT",
        "sasl.mechanism",
        "PLAIN",
        "sasl.jaas.config",
        PlainLoginModule.class.getName()
            + " required username=\"app\" password=\""
            + password
            + "\";");
  }

  /**
   * Its topics; slow machines are waited for.
   *
   * @param more variables beside those that say where it is
   */
  KafkaSource source(Map<String, String> more) {
    Map<String, String> variables = new TreeMap<>(more);
    variables.put("SLUICE_KAFKA_BOOTSTRAP_SERVERS", "localhost:" + ports.open);
    variables.put("SLUICE_KAFKA_DEFAULT_API_TIMEOUT_MS", "60000");
    variables.put("SLUICE_KAFKA_REQUEST_TIMEOUT_MS", "30000");
    return new KafkaSource(KafkaSettings.of(variables), time::milliseconds);
  }

  Admin admin() {
    return Admin.create(config());
  }

  @Override
  public void close() {
    server.shutdown();
    server.awaitShutdown();
    try (Stream<Path> files = Files.walk(directory)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
