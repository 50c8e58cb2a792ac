package dev.sluice.simulation;

import com.amazonaws.services.lambda.runtime.ClientContext;
import com.amazonaws.services.lambda.runtime.CognitoIdentity;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import dev.sluice.testkit.faults.Fault;
import dev.sluice.testkit.faults.Trouble;

/** Tells a call how much time is left: enough, until it is nearly over. */
final class CallContext implements Context {
  private static final int ENOUGH_MILLIS = 60_000;

  private final Trouble trouble;
  private int left = ENOUGH_MILLIS;
  private boolean asked;

  CallContext(Trouble trouble) {
    this.trouble = trouble;
  }

  /** Whether the call was told that its time is over: it may have left work undone. */
  boolean ranOut() {
    return left == 0;
  }

  @Override
  public int getRemainingTimeInMillis() {
    if (asked && left > 0 && trouble.happens(Fault.OUT_OF_TIME)) {
      left = 0;
    }
    asked = true;
    return left;
  }

  @Override
  public String getAwsRequestId() {
    return "simulated";
  }

  @Override
  public String getLogGroupName() {
    return "simulated";
  }

  @Override
  public String getLogStreamName() {
    return "simulated";
  }

  @Override
  public String getFunctionName() {
    return "simulated";
  }

  @Override
  public String getFunctionVersion() {
    return "1";
  }

  @Override
  public String getInvokedFunctionArn() {
    return "arn:aws:lambda:eu-west-1:000000000000:function:simulated";
  }

  @Override
  public CognitoIdentity getIdentity() {
    return null;
  }

  @Override
  public ClientContext getClientContext() {
    return null;
  }

  @Override
  public int getMemoryLimitInMB() {
    return 1024;
  }

  @Override
  public LambdaLogger getLogger() {
    return null;
  }
}
