package dev.sluice.local.doctor;

import java.util.List;
import java.util.Optional;

/**
 * What a function may do.
 *
 * @param function transform, coordinator or bucket
 * @param name of the role
 * @param rights the statements of all of its policies
 * @param needs what the function does
 * @param unread why the policies could not be read, if so
 */
public record RoleFacts(
    String function, String name, List<Right> rights, List<Need> needs, Optional<String> unread) {}
