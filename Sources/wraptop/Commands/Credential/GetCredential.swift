import ArgumentParser
import Canvas
import Configuration
import ConfigurationFiles
import Foundation
import SystemFiles

/// Hands a secret to a program.
struct GetCredential: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "get", abstract: "Write a secret to a pipe, or to a file that only you can read.",
    discussion: """
      Nothing but the value is written, without a line feed. Standard output has to be a pipe, or a regular file of your own \
      with mode 0600 (umask 077). A terminal gets it only with --show. A secret that has expired is not given out. Every use \
      is recorded: see `wraptop config history`.
      """)

  @OptionGroup var which: CredentialNameArgument
  @OptionGroup var options: CredentialOptions

  @Flag(name: .long, help: "Allow the secret to be shown on a terminal. This is recorded.")
  var show = false

  func run() throws {
    let name = try which.name()
    let isTerminal = try checkOutput()
    let store = try options.store()
    try store.read(name, at: SystemClock.now().seconds, as: isTerminal ? .credentialShow : .credentialRead) { bytes in
      let shown = isTerminal ? Array(SafeText(String(decoding: bytes, as: UTF8.self)).string.utf8) : Array(bytes)
      try StandardOutput.write(shown)
    }
  }

  // Whether standard output is a terminal; throws if nothing secret may go there.
  private func checkOutput() throws -> Bool {
    var about = stat()
    guard fstat(STDOUT_FILENO, &about) == 0 else {
      throw Failure("standard output: \(SystemError.last); write to a pipe", status: .inputOutput)
    }
    switch about.st_mode & S_IFMT {
    case S_IFIFO, S_IFSOCK: return false
    case S_IFREG:
      guard about.st_uid == geteuid(), about.st_mode & 0o077 == 0 else {
        let mode = String(about.st_mode & 0o777, radix: 8)
        throw Failure(
          "standard output: other users can read that file, or it is not yours (mode 0\(mode)); type: umask 077, and write "
            + "to a new file, or to a pipe", status: .noPermission)
      }
      return false
    case _ where isatty(STDOUT_FILENO) == 1:
      guard show else {
        throw Failure(
          "standard output: is a terminal, where a secret stays to be read; write to a pipe or a file, or add --show",
          status: .noPermission)
      }
      return true
    default:
      throw Failure(
        "standard output: is neither a pipe nor a regular file; a secret goes to one of them", status: .noPermission)
    }
  }
}
