package uz.stario.platform.server;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Tests that start real servers. Where one is not installed they are skipped and that is said; with
 * {@code CI=true} they fail, so that no change is taken for tested which is not.
 */
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(ServersCondition.class)
public @interface NeedsServers {
  Server[] value();
}
