package dev.sluice.bench;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;

/** Does nothing: what a process and Lambda's runtime take. */
public final class IdleHandler implements RequestHandler<Object, String> {
  @Override
  public String handleRequest(Object event, Context context) {
    return "done";
  }
}
