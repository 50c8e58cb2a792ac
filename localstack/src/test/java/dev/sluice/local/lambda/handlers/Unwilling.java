package dev.sluice.local.lambda.handlers;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;

/** Cannot be made. */
public final class Unwilling implements RequestHandler<Object, String> {
  public Unwilling() {
    System.out.println("it looks bad");
    throw new IllegalArgumentException("not today");
  }

  @Override
  public String handleRequest(Object event, Context context) {
    return "never";
  }
}
