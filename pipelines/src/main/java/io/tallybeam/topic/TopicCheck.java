package io.tallybeam.topic;

import io.tallybeam.error.RootCause;
import io.tallybeam.error.UserError;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * What a broker says of a topic before a run.
 *
 * @param id of this topic, and of no other that had or gets its name; empty if the broker gives
 *     none
 * @param partitions how many partitions it has
 * @param removed how many offsets are gone at the start of a partition, by its number; only those
 *     that are not whole any more
 * @param ends the offset behind the last record of each partition, by its number
 */
public record TopicCheck(
    String id, int partitions, Map<Integer, Long> removed, Map<Integer, Long> ends) {

  private static final int TIMEOUT_MILLIS = 10_000;

  /** Copies the maps, in the order of the partitions. */
  public TopicCheck {
    removed = Collections.unmodifiableMap(new TreeMap<>(removed));
    ends = Collections.unmodifiableMap(new TreeMap<>(ends));
  }

  /**
   * Asks the broker for the topic.
   *
   * @throws UserError if there is no broker or no such topic, or if it may not be read
   */
  public static TopicCheck of(TopicSettings settings) {
    return asking(settings, admin -> ask(admin, settings));
  }

  /**
   * The {@link #id} alone.
   *
   * @throws UserError as {@link #of} does
   */
  static String id(TopicSettings settings) {
    return asking(settings, admin -> id(describe(admin, settings, new DescribeTopicsOptions())));
  }

  /** A question to the broker. */
  @FunctionalInterface
  private interface Question<T> {
    T ask(Admin admin) throws ExecutionException, InterruptedException;
  }

  private static <T> T asking(TopicSettings settings, Question<T> question) {
    try (Admin admin = Admin.create(properties(settings))) {
      return question.ask(admin);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while asking for the topic", e);
    } catch (ExecutionException e) {
      throw mistake(settings, e.getCause());
    } catch (KafkaException e) {
      throw notMade(settings, e);
    }
  }

  /**
   * From when on the topic still has all of its records, in milliseconds since the epoch: the time
   * of the latest of the first ones that are left where others were removed, now where none is. If
   * none was removed, the time of its first record.
   */
  public long keptSince(TopicSettings settings) {
    long now = System.currentTimeMillis();
    List<TopicPartition> all = settings.topicPartitions(partitions);
    List<TopicPartition> cut =
        all.stream().filter(partition -> removed.containsKey(partition.partition())).toList();
    LongSummaryStatistics firsts =
        asking(
            settings,
            admin ->
                infos(admin, cut.isEmpty() ? all : cut, OffsetSpec.forTimestamp(0))
                    .values()
                    .stream()
                    .mapToLong(first -> first.timestamp() < 0 ? now : first.timestamp())
                    .summaryStatistics());
    return cut.isEmpty() ? firsts.getMin() : firsts.getMax();
  }

  /** The offset that a stream without a state begins with in each partition, by its number. */
  public Map<Integer, Long> starts(TopicSettings settings, TopicTimes times) {
    long from = times.readFrom(settings.startMillis());
    OffsetSpec start =
        from == TopicSettings.EARLIEST ? OffsetSpec.earliest() : OffsetSpec.forTimestamp(from);
    Map<Integer, Long> starts =
        asking(settings, a -> offsets(a, settings.topicPartitions(partitions), start));
    // Where no record is so late, there is no such offset.
    starts.replaceAll(
        (partition, offset) -> offset < 0 ? ends.getOrDefault(partition, 0L) : offset);
    return starts;
  }

  /** Why there is no client: an address without a port, or a keystore that cannot be read. */
  static UserError notMade(TopicSettings settings, KafkaException error) {
    Throwable root = RootCause.of(error);
    // Other values that Kafka does not take were refused before.
    return root instanceof ConfigException || settings.client().isEmpty()
        ? new UserError(
            "--bootstrapServers=" + settings.bootstrapServers() + ": " + root.getMessage(), error)
        : new UserError(
            "--clientProperties: " + root.getClass().getSimpleName() + ": " + root.getMessage(),
            error);
  }

  static Map<String, Object> properties(TopicSettings settings) {
    Consumers.check(settings);
    Map<String, Object> properties = new HashMap<>(ClientProperties.resolve(settings.client()));
    properties.keySet().retainAll(AdminClientConfig.configNames());
    properties.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrapServers());
    properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS / 2);
    properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS);
    return properties;
  }

  private static TopicCheck ask(Admin admin, TopicSettings settings)
      throws ExecutionException, InterruptedException {
    TopicDescription topic =
        describe(admin, settings, new DescribeTopicsOptions().includeAuthorizedOperations(true));
    Set<AclOperation> allowed = topic.authorizedOperations();
    if (allowed != null && !allowed.isEmpty() && !allowed.contains(AclOperation.READ)) {
      throw notAuthorized(settings, null);
    }
    int partitions = topic.partitions().size();
    List<TopicPartition> all = settings.topicPartitions(partitions);
    Map<Integer, Long> removed = offsets(admin, all, OffsetSpec.earliest());
    removed.values().removeIf(start -> start == 0);
    return new TopicCheck(id(topic), partitions, removed, offsets(admin, all, OffsetSpec.latest()));
  }

  private static TopicDescription describe(
      Admin admin, TopicSettings settings, DescribeTopicsOptions options)
      throws ExecutionException, InterruptedException {
    return admin
        .describeTopics(List.of(settings.topic()), options)
        .allTopicNames()
        .get()
        .get(settings.topic());
  }

  private static String id(TopicDescription topic) {
    Uuid id = topic.topicId();
    return id.equals(Uuid.ZERO_UUID) ? "" : id.toString();
  }

  private static Map<Integer, Long> offsets(
      Admin admin, List<TopicPartition> partitions, OffsetSpec which)
      throws ExecutionException, InterruptedException {
    Map<Integer, Long> offsets = new TreeMap<>();
    infos(admin, partitions, which)
        .forEach((partition, info) -> offsets.put(partition.partition(), info.offset()));
    return offsets;
  }

  private static Map<TopicPartition, ListOffsetsResultInfo> infos(
      Admin admin, List<TopicPartition> partitions, OffsetSpec which)
      throws ExecutionException, InterruptedException {
    Map<TopicPartition, OffsetSpec> asked =
        partitions.stream().collect(Collectors.toMap(partition -> partition, partition -> which));
    return admin.listOffsets(asked).all().get();
  }

  static RuntimeException mistake(TopicSettings settings, Throwable error) {
    String servers = "--bootstrapServers=" + settings.bootstrapServers();
    if (error instanceof UnknownTopicOrPartitionException
        || error instanceof InvalidTopicException) {
      return new UserError("--topic=" + settings.topic() + ": no such topic at " + servers, error);
    }
    if (error instanceof AuthorizationException) {
      return notAuthorized(settings, error);
    }
    if (error instanceof AuthenticationException) {
      return new UserError(
          servers + ": the broker refuses the login of --clientProperties: " + error.getMessage(),
          error);
    }
    if (error instanceof TimeoutException) {
      return new UserError(
          servers
              + ": no broker answers within "
              + TIMEOUT_MILLIS / 1000
              + " s; check the address, and security.protocol in --clientProperties",
          error);
    }
    return new UserError(servers + ": " + error.getMessage(), error);
  }

  private static UserError notAuthorized(TopicSettings settings, @Nullable Throwable error) {
    return new UserError(
        "--topic=" + settings.topic() + ": the login of --clientProperties may not read it", error);
  }
}
