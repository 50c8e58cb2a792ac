package dev.sluice.local.lambda;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The failures of calls: Lambda's words for callers, and ours for people. */
final class Errors {
  /** What a process's exit value is above when a signal ended it. */
  private static final int SIGNALLED = 128;

  private Errors() {}

  static Reply threw(String function, byte[] error) {
    return new Reply.Failed(
        Reply.Kind.THREW, "function " + function + " threw " + text(error), error);
  }

  static Reply timedOut(
      String request, String function, String what, String seconds, LastLines said) {
    return new Reply.Failed(
        Reply.Kind.TIMED_OUT,
        "SLUICE-R04 function "
            + function
            + " was killed: "
            + (what.equals("Task") ? "a call" : "its start")
            + " took longer than "
            + seconds
            + " s; give it a longer Timeout or more memory in the template, or less to do a call"
            + said.text(),
        json(
            "Sandbox.Timedout",
            "RequestId: "
                + request
                + " Error: "
                + what
                + " timed out after "
                + seconds
                + " seconds"));
  }

  static Reply crashed(String request, String function, int exit, LastLines said) {
    return new Reply.Failed(
        Reply.Kind.CRASHED,
        "function " + function + " ended in a call (" + exit(exit) + ")" + said.text(),
        json(
            "Runtime.ExitError",
            "RequestId: " + request + " Error: Runtime exited with error: " + exit(exit)));
  }

  static Reply endedAtStart(String request, String function, int exit, LastLines said) {
    return new Reply.Failed(
        Reply.Kind.NOT_STARTED,
        "SLUICE-R03 function " + function + " does not start (" + exit(exit) + ")" + said.text(),
        json(
            "Runtime.ExitError",
            "RequestId: " + request + " Error: Runtime exited with error: " + exit(exit)));
  }

  static Reply notStarted(String function, byte[] error, LastLines said) {
    return new Reply.Failed(
        Reply.Kind.NOT_STARTED,
        "SLUICE-R03 function " + function + " does not start: " + text(error) + said.text(),
        error);
  }

  private static String exit(int exit) {
    return exit > SIGNALLED ? "signal " + (exit - SIGNALLED) : "exit status " + exit;
  }

  /** The first words of an error's JSON; all of it where it is something else. */
  private static String text(byte[] error) {
    String type = "";
    String message = "";
    try (JsonParser json = new JsonFactory().createParser(error)) {
      for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
        if (token == JsonToken.FIELD_NAME && json.getParsingContext().getParent().inRoot()) {
          String field = json.currentName();
          json.nextToken();
          if (field.equals("errorType")) {
            type = json.getText();
          } else if (field.equals("errorMessage")) {
            message = json.getText();
          } else {
            json.skipChildren();
          }
        }
      }
    } catch (IOException e) {
      return new String(error, StandardCharsets.UTF_8);
    }
    return type + ": " + message;
  }

  private static byte[] json(String type, String message) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField("errorType", type);
      json.writeStringField("errorMessage", message);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }
}
