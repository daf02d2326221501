package uz.stario.rollback.playbook;

/** Where a secret is read from; the secret itself is never in a playbook. */
public sealed interface SecretSource {

  record FromEnvironment(String variable) implements SecretSource {}

  record FromFile(String path) implements SecretSource {}
}
