package uz.stario.rollback.testkit;

import java.util.Map;
import uz.stario.rollback.port.Inventory;
import uz.stario.rollback.release.WorkloadRef;

class FakeInventoryTest extends InventoryContract {

  private static final WorkloadRef API = WorkloadRef.deployment("api");
  private static final String IMAGE = "example.org/api:v1";

  @Override
  protected Stage open() {
    FakeInventory inventory = new FakeInventory().runs(API, IMAGE);
    return new Stage() {
      @Override
      public Inventory inventory() {
        return inventory;
      }

      @Override
      public WorkloadRef workload() {
        return API;
      }

      @Override
      public String image() {
        return IMAGE;
      }

      @Override
      public void configure(String reference, Map<String, String> data) {
        inventory.configure(reference, data);
      }

      @Override
      public void close() {}
    };
  }
}
