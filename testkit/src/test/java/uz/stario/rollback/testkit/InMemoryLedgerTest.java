package uz.stario.rollback.testkit;

import uz.stario.rollback.port.Ledger;

class InMemoryLedgerTest extends LedgerContract {

  private final InMemoryLedger ledger = new InMemoryLedger();

  @Override
  protected Ledger open() {
    return ledger;
  }
}
