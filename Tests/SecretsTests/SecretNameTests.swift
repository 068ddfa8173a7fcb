import Secrets
import Testing

/// What looks like a secret where none belongs.
@Suite struct SecretNameTests {
  @Test(arguments: [
    "password", "db_password", "DB-Password", "api_token", "token", "api_key", "apikey", "secret_key_base", "x-api-key",
    "private.key", "key", "client_secret", "credentials", "Authorization",
  ])
  func isTheNameOfASecret(name: String) { #expect(Redaction.namesSecret(name)) }

  @Test(arguments: [
    "", "primary_key", "max_tokens", "tokens_used", "token_limit", "keyboard", "monkey", "strong_model", "secretary",
    "oauth_client_id", "auth_type", "__", "passwords_file_count",
  ])
  func isTheNameOfNoSecret(name: String) { #expect(!Redaction.namesSecret(name)) }

  @Test func keysAreFoundWhereverTheyStand() {
    #expect(Redaction.holdsKey("sk-proj-0123456789abcdef"))
    #expect(Redaction.holdsKey("see Bearer abcdefghijkl for that"))
    #expect(!Redaction.holdsKey("gpt-4o-mini"))
    #expect(!Redaction.holdsKey(""))
    #expect(!Redaction.holdsKey("risk-based routing, task-oriented"))
  }
}
