package dev.sluice.local.stack;

import java.net.UnknownHostException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;

/** Says in words why a service could not be asked; the SDK lists all places where it has looked. */
public final class ServiceTrouble {
  private static final String CANNOT_BE_ASKED = "SLUICE-A02 AWS cannot be asked: ";

  /** How the SDK begins what it says; what it says in place of that is passed on as it is. */
  private static final String NO_REGION = "Unable to load region";

  private static final String NO_CREDENTIALS = "Unable to load credentials";

  private ServiceTrouble() {}

  /** What happened, and what to do about it. What a service has answered says that by itself. */
  public static String reason(SdkException e) {
    String message = String.valueOf(e.getMessage());
    if (!(e instanceof SdkClientException)) {
      return message;
    } else if (message.startsWith(NO_REGION)) {
      return CANNOT_BE_ASKED
          + "no region is configured; set AWS_REGION, or a region in the profile that AWS_PROFILE"
          + " names";
    } else if (message.startsWith(NO_CREDENTIALS)) {
      return CANNOT_BE_ASKED
          + "no credentials are configured; set AWS_PROFILE to a profile that has some, or make one"
          + " with 'aws configure'";
    }
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root instanceof UnknownHostException
        ? CANNOT_BE_ASKED
            + "there is no host "
            + root.getMessage()
            + "; look at the region (AWS_REGION), --endpoint and the network"
        : CANNOT_BE_ASKED
            + (root.getMessage() == null ? root.toString() : root.getMessage())
            + "; look at the region (AWS_REGION), the credentials (AWS_PROFILE), --endpoint and the"
            + " network";
  }
}
