package dev.sluice.local.template;

import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicReference;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;

/**
 * Writes down the calls of all clients of the process, while somebody wants to know. The SDK finds
 * it by a resource of the tests, so that the clients are those that the functions make.
 */
public final class CallRecorder implements ExecutionInterceptor {
  private static final AtomicReference<Set<AwsCall>> CALLS = new AtomicReference<>();
  private static final Set<String> OPERATIONS = new ConcurrentSkipListSet<>();
  private static final Set<String> ATTRIBUTES = new ConcurrentSkipListSet<>();

  /** Calls go here from now on; null for nowhere. Gives where they went before. */
  static Set<AwsCall> to(Set<AwsCall> calls) {
    return CALLS.getAndSet(calls);
  }

  /** The names of all operations that were written down: service and operation. */
  static Set<String> operations() {
    return OPERATIONS;
  }

  /** The names of the attributes of all items that were put. */
  static Set<String> attributes() {
    return ATTRIBUTES;
  }

  @Override
  public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
    Set<AwsCall> calls = CALLS.get();
    if (calls == null) {
      return;
    }
    String service = attributes.getAttribute(SdkExecutionAttribute.SERVICE_NAME);
    String operation = attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME);
    OPERATIONS.add(service + ":" + operation);
    calls.add(AwsCall.of(service, operation, context.request(), DeployedFunctions.STREAM));
    if (context.request() instanceof PutItemRequest put) {
      ATTRIBUTES.addAll(put.item().keySet());
    }
  }
}
