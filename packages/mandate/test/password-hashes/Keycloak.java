import java.util.Base64;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * What Keycloak's Pbkdf2PasswordHashProvider computes, with the same class of Java's library: the
 * key has as many bits as the hash provider asks for (512, whatever the digest, in the versions that
 * export `hashIterations`). Prints the fields `credentialData` and `secretData` of a realm's export.
 *
 *     java Keycloak.java PASSWORD ALGORITHM ITERATIONS
 */
class Keycloak {
    public static void main(String[] given) throws Exception {
        String password = given[0];
        String algorithm = given[1];
        int iterations = Integer.parseInt(given[2]);
        String java = switch (algorithm) {
            case "pbkdf2" -> "PBKDF2WithHmacSHA1";
            case "pbkdf2-sha256" -> "PBKDF2WithHmacSHA256";
            default -> "PBKDF2WithHmacSHA512";
        };
        byte[] salt = "sixteen byte!salt".substring(0, 16).getBytes("US-ASCII");
        PBEKeySpec spec = new PBEKeySpec(password.toCharArray(), salt, iterations, 512);
        byte[] key = SecretKeyFactory.getInstance(java).generateSecret(spec).getEncoded();
        Base64.Encoder base64 = Base64.getEncoder();
        System.out.println("{\"value\":\"" + base64.encodeToString(key) + "\",\"salt\":\"" + base64.encodeToString(salt)
            + "\",\"additionalParameters\":{}}");
        System.out.println("{\"hashIterations\":" + iterations + ",\"algorithm\":\"" + algorithm + "\",\"additionalParameters\":{}}");
    }
}
