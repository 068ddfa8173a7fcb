import Glibc
import SystemFiles

/// A word whose knowledge lets somebody use the API over TCP.
package struct APIToken: Sendable, Equatable {
  /// What the audit trail says of who had it.
  package var name: String
  package var secret: String

  package init(name: String, secret: String) {
    self.name = name
    self.secret = secret
  }
}

/// The file with the tokens (article Access).
package enum APITokenFile {
  /// What is short can be found by trying.
  private static let shortest = 16

  /// Reads the tokens of a file, one a line, as `TOKEN` or `NAME:TOKEN`. If there is no file, makes one with a new token, for
  /// this user alone.
  ///
  /// - Returns: also whether the file was made.
  package static func open(_ path: String) throws(ServiceError) -> (tokens: [APIToken], isNew: Bool) {
    let content: [UInt8]?
    do throws(SystemError) {
      let file = try Descriptor(opening: path, O_RDONLY | O_NONBLOCK)
      let about = try file.status()
      guard about.st_mode & S_IFMT == S_IFREG else { throw SystemError(code: EINVAL) }
      guard about.st_mode & 0o077 == 0, about.st_uid == geteuid() || about.st_uid == 0 else {
        throw SystemError(code: EPERM)
      }
      content = try file.readAll(limit: 1 << 16)
    } catch  where error.code == ENOENT {
      return ([try make(path)], true)
    } catch {
      let reason =
        switch error.code {
        case EPERM: "others may read it, or it is another user's; type: chmod 600 \(path)"
        case EINVAL: "is no file"
        default: error.description
        }
      throw .tokenFile(path: path, reason: reason, isPermission: error.isPermission)
    }
    return (try tokens(String(decoding: content ?? [], as: UTF8.self), path), false)
  }

  private static func tokens(_ text: String, _ path: String) throws(ServiceError) -> [APIToken] {
    var tokens: [APIToken] = []
    for (number, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
      let line = line.filter { !$0.isWhitespace }
      guard !line.isEmpty, !line.hasPrefix("#") else { continue }
      let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      let (name, secret) = parts.count > 1 ? (parts[0], parts[1]) : ("\(number + 1)", line)
      func fault(_ reason: String) -> ServiceError {
        .tokenFile(path: "\(path):\(number + 1)", reason: reason, isPermission: false)
      }
      guard (name + secret).utf8.allSatisfy({ (0x21..<0x7F).contains($0) }), (1...64).contains(name.utf8.count) else {
        throw fault("a line has to be TOKEN or NAME:TOKEN, in printable ASCII, with a name of at most 64 letters")
      }
      guard secret.utf8.count >= shortest else {
        throw fault("the token is too short; it needs \(shortest) letters or more, such as of openssl rand -hex 32")
      }
      guard !tokens.contains(where: { $0.name == name || $0.secret == secret }) else {
        throw fault("the name or the token is there twice")
      }
      tokens.append(APIToken(name: name, secret: secret))
    }
    guard !tokens.isEmpty else {
      throw .tokenFile(path: path, reason: "holds no token; remove it, and a new one is made", isPermission: false)
    }
    return tokens
  }

  private static func make(_ path: String) throws(ServiceError) -> APIToken {
    var generator = SystemRandomNumberGenerator()
    let secret = (0..<4).map { _ in
      let digits = String(generator.next(), radix: 16)
      return String(repeating: "0", count: 16 - digits.count) + digits
    }.joined()
    do throws(SystemError) {
      let file = try Descriptor(opening: path, O_WRONLY | O_CREAT | O_EXCL, mode: 0o600)
      try file.writeDurably(Array((secret + "\n").utf8))
    } catch {
      throw .tokenFile(path: path, reason: "cannot be made: \(error)", isPermission: error.isPermission)
    }
    return APIToken(name: "1", secret: secret)
  }
}

/// Whether two texts are the same. Takes as long whatever part of `secret` is right.
func isSameSecret(_ secret: String, _ other: String) -> Bool {
  let (secret, other) = (Array(secret.utf8), Array(other.utf8))
  let difference = secret.indices.reduce(UInt8(0)) { difference, index in
    difference | secret[index] ^ (index < other.count ? other[index] : 0)
  }
  return difference == 0 && secret.count == other.count
}
