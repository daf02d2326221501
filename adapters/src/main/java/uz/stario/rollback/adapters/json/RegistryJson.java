package uz.stario.rollback.adapters.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import uz.stario.rollback.lock.Holding;
import uz.stario.rollback.lock.Owner;
import uz.stario.rollback.lock.Registry;
import uz.stario.rollback.lock.TargetKey;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.run.RunId;

/**
 * Who holds what, as one JSON object with {@code "schemaVersion": 1} and a checksum.
 *
 * <p>The checksum (SHA-256 of the object as written without it) finds what was edited by hand or
 * cut short; it keeps nobody out who means harm. Fields that this version does not know are kept
 * when the object is written anew. Thread-safe.
 */
public final class RegistryJson {

  private static final String VERSION = "schemaVersion";
  private static final String HOLDINGS = "holdings";
  private static final String CHECKSUM = "checksum";

  private RegistryJson() {}

  /**
   * @param before what it replaces, as {@link #read} has understood it; empty where there is none
   */
  public static String write(Registry registry, String before) {
    Map<String, @Nullable Object> document = new LinkedHashMap<>();
    document.put(VERSION, Documents.SCHEMA_VERSION);
    Map<Long, Map<?, ?>> known = new HashMap<>();
    if (!before.isEmpty()) {
      Fields fields = Json.read(before);
      fields.copyTo(document);
      for (Fields holding : fields.list(HOLDINGS, found -> found)) {
        known.put(holding.number("fence"), holding.copy());
      }
    }
    document.put("lastFence", registry.lastFence());
    List<Object> holdings = new ArrayList<>();
    for (Holding holding : registry.holdings()) {
      Map<Object, @Nullable Object> written =
          new LinkedHashMap<>(known.getOrDefault(holding.fence(), Map.of()));
      written.putAll(written(holding).map());
      holdings.add(written);
    }
    document.put(HOLDINGS, holdings);
    document.remove(CHECKSUM);
    document.put(CHECKSUM, checksum(document));
    return Json.write(document);
  }

  /**
   * Reads what {@link #write} has written.
   *
   * @param what the document, as a sentence names it
   * @param next what a person should do where it is damaged
   * @return refused as {@link ErrorCode#LOCK_UNAVAILABLE} where it was edited or damaged
   */
  public static Answer<Registry> read(String json, String what, String next) {
    return Documents.read(json, what, ErrorCode.LOCK_UNAVAILABLE, next, RegistryJson::registry);
  }

  private static Registry registry(Fields in) {
    Map<String, @Nullable Object> content = in.copy();
    content.remove(CHECKSUM);
    if (!in.text(CHECKSUM).equals(checksum(content))) {
      throw new Unreadable("its checksum does not fit: it was edited or cut short");
    }
    try {
      return new Registry(in.number("lastFence"), in.list(HOLDINGS, RegistryJson::holding));
    } catch (IllegalArgumentException e) {
      throw new Unreadable(String.valueOf(e.getMessage()));
    }
  }

  private static Tree written(Holding holding) {
    Owner owner = holding.owner();
    return new Tree()
        .with("run", holding.run().value())
        .with("user", owner.user())
        .with("host", owner.host())
        .with("machine", owner.machine())
        .with("pid", owner.pid())
        .with("processStart", owner.processStart())
        .withTexts("targets", holding.targets())
        .with("fence", holding.fence())
        .with("since", holding.since())
        .with("heartbeat", holding.heartbeat())
        .with("note", holding.note());
  }

  private static Holding holding(Fields in) {
    return new Holding(
        new RunId(in.text("run")),
        new Owner(
            in.text("user"),
            in.text("host"),
            in.text("machine"),
            in.number("pid"),
            in.instant("processStart")),
        new TreeSet<>(in.texts("targets").stream().map(TargetKey::new).toList()),
        in.number("fence"),
        in.instant("since"),
        in.instant("heartbeat"),
        in.text("note"));
  }

  private static String checksum(Map<String, @Nullable Object> content) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(Json.write(content).getBytes(UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
