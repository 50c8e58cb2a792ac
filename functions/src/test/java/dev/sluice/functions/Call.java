package dev.sluice.functions;

import com.amazonaws.services.lambda.runtime.ClientContext;
import com.amazonaws.services.lambda.runtime.CognitoIdentity;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;

/** A call with a minute at first, whose time is up after it was looked at so often. */
final class Call implements Context {
  private int looks;

  Call(int looks) {
    this.looks = looks + 1; // the budget looks once to learn how long the call may take
  }

  @Override
  public int getRemainingTimeInMillis() {
    return looks-- > 0 ? 60_000 : 9_000;
  }

  @Override
  public String getAwsRequestId() {
    return "request";
  }

  @Override
  public String getLogGroupName() {
    return "group";
  }

  @Override
  public String getLogStreamName() {
    return "stream";
  }

  @Override
  public String getFunctionName() {
    return "function";
  }

  @Override
  public String getFunctionVersion() {
    return "1";
  }

  @Override
  public String getInvokedFunctionArn() {
    return "arn";
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
    return 512;
  }

  @Override
  public LambdaLogger getLogger() {
    throw new UnsupportedOperationException("nothing is logged through the context");
  }
}
