package uz.stario.rollback.playbook;

/**
 * Where people are told.
 *
 * @param name as people call it: {@code #incidents}
 * @param webhook where the address of the incoming webhook is kept
 */
public record Channel(String name, SecretSource webhook) {}
