package uz.stario.rollback.adapters.registry;

/** Why a registry did not say what it was asked; without anything of a login. */
final class RegistryTrouble extends Exception {
  private static final long serialVersionUID = 1;

  private final String next;

  /**
   * @param why a part of a sentence, after the registry's name
   * @param next a sentence
   */
  RegistryTrouble(String why, String next) {
    super(why);
    this.next = next;
  }

  String next() {
    return next;
  }
}
