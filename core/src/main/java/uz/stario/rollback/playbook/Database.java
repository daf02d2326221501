package uz.stario.rollback.playbook;

/**
 * A database of an environment whose schema Alembic keeps.
 *
 * @param url where its address is read; the address holds a password and is never in a playbook
 * @param table where Alembic notes the revisions at which the schema stands; a schema may stand
 *     before it: {@code app.alembic_version}
 */
public record Database(String name, SecretSource url, String table) {

  /** What Alembic calls the table where nobody says otherwise. */
  public static final String USUAL_TABLE = "alembic_version";
}
