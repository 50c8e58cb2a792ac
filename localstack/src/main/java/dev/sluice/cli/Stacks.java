package dev.sluice.cli;

import dev.sluice.local.stack.Stack;
import dev.sluice.local.stack.StackClients;

/** Finds deployed apps for commands. */
final class Stacks {
  private Stacks() {}

  /**
   * The stack of a name.
   *
   * @param app the app that is meant, null where the stack is to say
   * @throws UserException if it is the stack of another one
   */
  static Stack find(StackClients clients, String name, String app) {
    Stack stack = clients.find(name);
    if (app != null && !app.equals(stack.app())) {
      throw new UserException(
          "stack '" + name + "' is that of app '" + stack.app() + "', not of '" + app + "'");
    }
    return stack;
  }
}
