package io.tallybeam.topic;

import io.tallybeam.error.UserError;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * A topic that is there to be written to.
 *
 * @param settings which it is
 * @param partitions how many partitions it has
 */
public record TopicTarget(TopicSettings settings, int partitions) {

  /**
   * Looks for a topic, and creates it if it is not there.
   *
   * @param partitions of a topic that is created; 0 creates none
   * @throws UserError if there is no broker or no topic, or if it may not be seen or created
   */
  public static TopicTarget of(TopicSettings settings, int partitions) {
    try (Admin admin = Admin.create(TopicCheck.properties(settings))) {
      Optional<TopicTarget> existing = find(admin, settings);
      return existing.isPresent() ? existing.get() : create(admin, settings, partitions);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while asking for the topic", e);
    } catch (ExecutionException e) {
      throw mistake(settings, e.getCause());
    } catch (KafkaException e) {
      throw TopicCheck.notMade(settings, e);
    }
  }

  private static Optional<TopicTarget> find(Admin admin, TopicSettings settings)
      throws ExecutionException, InterruptedException {
    try {
      int partitions =
          admin
              .describeTopics(List.of(settings.topic()))
              .allTopicNames()
              .get()
              .get(settings.topic())
              .partitions()
              .size();
      return Optional.of(new TopicTarget(settings, partitions));
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static TopicTarget create(Admin admin, TopicSettings settings, int partitions)
      throws ExecutionException, InterruptedException {
    if (partitions == 0) {
      throw new UserError(
          "--topic=" + settings.topic() + ": there is no such topic; --partitions=N creates it");
    }
    KafkaFuture<Void> created =
        admin
            .createTopics(
                List.of(new NewTopic(settings.topic(), Optional.of(partitions), Optional.empty())))
            .all();
    try {
      created.get();
      return new TopicTarget(settings, partitions);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof TopicExistsException) {
        // Another run was faster, with as many partitions as it was told.
        return find(admin, settings).orElseThrow(() -> mistake(settings, e.getCause()));
      }
      throw e;
    }
  }

  private static RuntimeException mistake(TopicSettings settings, Throwable error) {
    if (error instanceof AuthorizationException) {
      return new UserError(
          "--topic="
              + settings.topic()
              + ": the login of --clientProperties may not use or create it",
          error);
    }
    if (error instanceof InvalidTopicException) {
      return new UserError(
          "--topic="
              + settings.topic()
              + ": expected up to 249 letters, digits, dots, dashes and underscores",
          error);
    }
    return TopicCheck.mistake(settings, error);
  }
}
