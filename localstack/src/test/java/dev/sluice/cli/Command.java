package dev.sluice.cli;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;

/** What came of a command that ran in this process. */
record Command(int code, String out, String err) {

  static Command run(Object... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line = Main.commandLine();
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    String[] texts = new String[arguments.length];
    for (int i = 0; i < texts.length; i++) {
      texts[i] = arguments[i].toString();
    }
    return new Command(line.execute(texts), out.toString(), err.toString());
  }

  /** With a text on standard input. */
  static Command withInput(String text, Object... arguments) {
    InputStream before = System.in;
    try {
      System.setIn(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
      return run(arguments);
    } finally {
      System.setIn(before);
    }
  }

  /** The object that is all of standard output. */
  JsonObject json() {
    return JsonParser.parseString(out).getAsJsonObject();
  }
}
