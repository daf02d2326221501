package uz.stario.rollback.adapters.kubernetes;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.ECGenParameterSpec;
import org.junit.jupiter.api.Test;

class PemKeysTest {

  @Test
  void pkcs8_keys_of_every_kind_are_read() throws GeneralSecurityException {
    for (String algorithm : new String[] {"RSA", "EC", "Ed25519"}) {
      PrivateKey key = KeyPairGenerator.getInstance(algorithm).generateKeyPair().getPrivate();

      assertThat(PemKeys.privateKey(Pem.of("PRIVATE KEY", key.getEncoded()))).isEqualTo(key);
    }
  }

  @Test
  void pkcs1_rsa_keys_are_read() throws GeneralSecurityException {
    for (int bits : new int[] {1024, 2048}) {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(bits);
      RSAPrivateCrtKey key = (RSAPrivateCrtKey) generator.generateKeyPair().getPrivate();

      assertThat(PemKeys.privateKey(Pem.of("RSA PRIVATE KEY", Pem.pkcs1(key)))).isEqualTo(key);
    }
  }

  @Test
  void sec1_ec_keys_are_read_with_the_parameters_block_that_openssl_puts_before()
      throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    ECPrivateKey key = (ECPrivateKey) generator.generateKeyPair().getPrivate();
    String parameters =
        "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n";
    String pem = parameters + new String(Pem.of("EC PRIVATE KEY", Pem.sec1(key)), US_ASCII);

    ECPrivateKey read = (ECPrivateKey) PemKeys.privateKey(pem.getBytes(US_ASCII));

    assertThat(read.getS()).isEqualTo(key.getS());
    assertThat(read.getParams().getOrder()).isEqualTo(key.getParams().getOrder());
  }

  @Test
  void what_is_no_key_is_refused_without_being_quoted() {
    for (String text :
        new String[] {
          "",
          "s3cr3t",
          "-----BEGIN ENCRYPTED PRIVATE KEY-----\ns3cr3t\n-----END ENCRYPTED PRIVATE KEY-----",
          "-----BEGIN EC PRIVATE KEY-----\nMDA=\n-----END EC PRIVATE KEY-----",
          "-----BEGIN RSA PRIVATE KEY-----\nMDA=\n-----END RSA PRIVATE KEY-----"
        }) {
      assertThatThrownBy(() -> PemKeys.privateKey(text.getBytes(US_ASCII)))
          .isInstanceOf(GeneralSecurityException.class)
          .hasMessageNotContaining("s3cr3t");
    }
  }

  @Test
  void the_test_writes_numbers_as_der_does() {
    assertThat(Pem.integer(BigInteger.valueOf(128))).containsExactly(2, 2, 0, -128);
  }
}
