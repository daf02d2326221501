package uz.stario.rollback.testkit;

import uz.stario.rollback.port.SchemaRevisions;

class FakeSchemaRevisionsTest extends SchemaRevisionsContract {

  private final FakeSchemaRevisions fake = new FakeSchemaRevisions();

  @Override
  protected SchemaRevisions noting(String table, String... revisions) {
    return fake.note(table, revisions);
  }

  @Override
  protected SchemaRevisions unreachable() {
    return new FakeSchemaRevisions().unreachable();
  }
}
