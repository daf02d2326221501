package uz.stario.platform.poster;

import java.util.regex.Pattern;
import uz.stario.platform.web.Json;
import uz.stario.platform.web.Problem;

/** The id of an artist in what a client sent. */
public final class ArtistId {

  /** As the table of artists has them. */
  private static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

  private static final int LONGEST = 63;

  private ArtistId() {}

  /** The field {@code artist_id}; a problem with status 400 where it is no id. */
  public static String in(Json.Fields fields) throws Problem {
    String id = fields.text("artist_id", LONGEST);
    if (!FORM.matcher(id).matches()) {
      throw Problem.bad("the field artist_id is not the id of an artist (a-z, 0-9 and -)");
    }
    return id;
  }
}
