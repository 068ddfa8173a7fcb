import Glibc
import TestSupport
import Testing

@testable import Service

/// The file with the tokens.
struct APITokenTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func read(_ content: String, mode: mode_t = 0o600) throws -> Result<[APIToken], ServiceError> {
    unlink(folder("t"))
    try folder.append(content, to: "t")
    chmod(folder("t"), mode)
    return Result { () throws(ServiceError) in try APITokenFile.open(folder("t")).tokens }
  }

  @Test func namesAreThoseOfTheFileOrTheNumbersOfLines() throws {
    let tokens = try read("# ours\n\nops:0123456789abcdef \nfedcba9876543210\r\nx:with:colon:0123456\n").get()
    #expect(
      tokens == [
        APIToken(name: "ops", secret: "0123456789abcdef"), APIToken(name: "4", secret: "fedcba9876543210"),
        APIToken(name: "x", secret: "with:colon:0123456"),
      ])
  }

  @Test(arguments: [
    ("", "holds no token"), ("# nothing\n", "holds no token"), ("short\n", "t:1: the token is too short"),
    ("a:0123456789abcdef\na:1123456789abcdef\n", "t:2: the name or the token is there twice"),
    ("0123456789abcdef\n0123456789abcdef\n", "t:2: the name or the token is there twice"),
    ("0123456789abcdeé\n", "t:1: a line has to be"), (":0123456789abcdef\n", "t:1: a line has to be"),
  ])
  func whatIsNoTokenIsSaid(content: String, message: String) throws {
    guard case .failure(let error) = try read(content) else { return #expect(Bool(false), "taken") }
    #expect(error.description.contains(message) && error.status == .noInput, "\(error.description)")
    // What is in the file is a secret.
    #expect(!error.description.contains("0123456789"))
  }

  @Test(arguments: [0o640, 0o604, 0o620, 0o601] as [mode_t])
  func whatOthersMayReadIsRefused(mode: mode_t) throws {
    guard case .failure(let error) = try read("0123456789abcdef\n", mode: mode) else {
      return #expect(Bool(false), "taken")
    }
    #expect(error.status == .noPermission && error.description.contains("chmod 600"))
  }

  @Test func aFileThatIsNotThereIsMadeWithATokenOfItsOwn() throws {
    let made = try APITokenFile.open(folder("new"))
    #expect(made.isNew && made.tokens.count == 1 && made.tokens[0].secret.utf8.count == 64)
    var about = stat()
    #expect(stat(folder("new"), &about) == 0 && about.st_mode & 0o7777 == 0o600)
    let read = try APITokenFile.open(folder("new"))
    #expect(!read.isNew && read.tokens == made.tokens)
    #expect(try APITokenFile.open(folder("other")).tokens != made.tokens)
    #expect(throws: ServiceError.self) { try APITokenFile.open(folder("no/folder")) }
    #expect(throws: ServiceError.self) { try APITokenFile.open(folder.path) }
  }
}
