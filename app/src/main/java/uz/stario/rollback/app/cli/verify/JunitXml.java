package uz.stario.rollback.app.cli.verify;

import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import uz.stario.rollback.verify.CheckResult;
import uz.stario.rollback.verify.Verification;

/**
 * A verification as pipelines read the results of tests: a suite a service, a case a check; failed
 * is a failure and unknown an error.
 *
 * @see <a href="https://github.com/testmoapp/junitxml">the format, as far as there is one</a>
 */
final class JunitXml {

  private JunitXml() {}

  static String of(Verification verification) {
    StringWriter text = new StringWriter();
    try {
      XMLStreamWriter xml = XMLOutputFactory.newFactory().createXMLStreamWriter(text);
      xml.writeStartDocument("UTF-8", "1.0");
      xml.writeStartElement("testsuites");
      xml.writeAttribute("name", "stario verify");
      counts(xml, verification);
      for (String service :
          verification.checks().stream().map(Verification.One::service).distinct().toList()) {
        suite(xml, service, verification);
      }
      xml.writeEndElement();
      xml.writeEndDocument();
      xml.close();
    } catch (XMLStreamException e) {
      throw new IllegalStateException(e);
    }
    return text + "\n";
  }

  private static void counts(XMLStreamWriter xml, Verification some) throws XMLStreamException {
    xml.writeAttribute("tests", "" + some.checks().size());
    xml.writeAttribute("failures", "" + some.failed());
    xml.writeAttribute("errors", "" + some.unknown());
  }

  private static void suite(XMLStreamWriter xml, String service, Verification all)
      throws XMLStreamException {
    List<Verification.One> own =
        all.checks().stream().filter(one -> one.service().equals(service)).toList();
    xml.writeStartElement("testsuite");
    xml.writeAttribute("name", service);
    counts(xml, new Verification(own));
    for (Verification.One one : own) {
      xml.writeStartElement("testcase");
      xml.writeAttribute("classname", service);
      xml.writeAttribute("name", one.name());
      xml.writeAttribute("time", seconds(one.took()));
      switch (one.checked().result()) {
        case CheckResult.Passed _ -> {}
        case CheckResult.Failed(String detail) -> wrong(xml, "failure", detail, one);
        case CheckResult.Unknown(String detail) -> wrong(xml, "error", detail, one);
      }
      xml.writeEndElement();
    }
    xml.writeEndElement();
  }

  private static void wrong(
      XMLStreamWriter xml, String element, String detail, Verification.One one)
      throws XMLStreamException {
    xml.writeStartElement(element);
    xml.writeAttribute("message", legible(detail));
    xml.writeCharacters(legible(one.checked().seen().stream().collect(Collectors.joining("\n"))));
    xml.writeEndElement();
  }

  /** Without what XML 1.0 has no way to write; a server's words may hold anything. */
  private static String legible(String text) {
    return text.replaceAll(
        "[^\\t\\n\\r\\x{20}-\\x{D7FF}\\x{E000}-\\x{FFFD}\\x{10000}-\\x{10FFFF}]", "?");
  }

  private static String seconds(Duration took) {
    return String.format(Locale.ROOT, "%.3f", took.toNanos() / 1e9);
  }
}
