package uz.stario.rollback.testkit;

import uz.stario.rollback.port.Timers;
import uz.stario.rollback.port.Workloads;

class FakeWorkloadsTest extends WorkloadsContract {

  @Override
  protected Stage open() {
    Timers atOnce =
        (_, action) -> {
          action.run();
          return () -> {};
        };
    return new FakeStage(
        new FakeWorkloads(new SettableClock(Fixtures.NOW), atOnce)
            .breakImage("stario/app:missing", "can't be pulled"));
  }

  private record FakeStage(FakeWorkloads fake) implements Stage {

    @Override
    public Workloads workloads() {
      return fake;
    }

    @Override
    public String image(int version) {
      return "stario/app:v" + version;
    }

    @Override
    public String missingImage() {
      return "stario/app:missing";
    }

    @Override
    public void create(String name, String image, int replicas) {
      fake.create(name, image, replicas);
    }

    @Override
    public void setImage(String name, String image) {
      fake.setImage(name, image);
    }

    @Override
    public void setEnv(String name, String variable, String value) {
      fake.setEnv(name, variable, value);
    }

    @Override
    public void scale(String name, int replicas) {
      fake.scale(name, replicas);
    }

    @Override
    public void pause(String name) {
      fake.pause(name);
    }

    @Override
    public void delete(String name) {
      fake.delete(name);
    }

    @Override
    public void setUnusualField(String name) {
      fake.setUnusualField(name);
    }

    @Override
    public boolean hasUnusualField(String name) {
      return fake.hasUnusualField(name);
    }

    @Override
    public void copyVerdict(String name, int version) {
      // Its workloads have nothing that a verdict could be written to.
    }

    @Override
    public void close() {
      fake.close();
    }
  }
}
