import CLinux
import Configuration
import Glibc
import SystemFiles

/// Asks for secrets without showing what is typed.
package enum SecretPrompt {
  /// Whether `value` asks on the terminal.
  package static var isInteractive: Bool { isatty(STDIN_FILENO) == 1 }

  /// A secret from the terminal, or where standard input is none from there: one line, without its line feed.
  package static func value(_ label: String) throws(SecretPromptError) -> Secret {
    isInteractive ? try typed(label) : try line(of: STDIN_FILENO)
  }

  /// A secret from the terminal of the session, whatever standard input is.
  package static func typed(_ label: String) throws(SecretPromptError) -> Secret {
    guard let terminal = SilentTerminal() else { throw .noTerminal }
    let typed = try terminal.ask(label)
    guard !typed.isEmpty else { throw .nothing }
    return typed
  }

  /// A secret that nobody knows yet, so a slip of the finger must not go unnoticed: asked for twice.
  package static func typedTwice(_ label: String, again: String) throws(SecretPromptError) -> Secret {
    let first = try typed(label)
    let second = try typed(again)
    let isSame = first.withBytes { first in second.withBytes { first.elementsEqual($0) } }
    guard isSame else { throw .notTheSame }
    return first
  }

  /// Forbids the system to write an image of this process to a disk should it crash: for commands that handle secrets.
  package static func forbidCoreDumps() { cl_forbid_core_dumps() }

  // All there is, so that a second line is noticed.
  static func line(of input: Int32) throws(SecretPromptError) -> Secret {
    do {
      let memory = try LockedMemory(capacity: Secret.limit + 2) { memory in
        do throws(SystemError) {
          return try Descriptor.read(input, into: memory)
        } catch {
          throw SecretPromptError.system(error)
        }
      }
      return try memory.withBytes { bytes throws(SecretPromptError) in
        let text = bytes.last == UInt8(ascii: "\n") ? UnsafeRawBufferPointer(rebasing: bytes.dropLast()) : bytes
        guard !text.contains(UInt8(ascii: "\n")) else { throw .severalLines }
        guard !text.isEmpty else { throw .nothing }
        guard let secret = Secret(bytes: text) else { throw .tooLong(Secret.limit) }
        return secret
      }
    } catch {
      throw error as? SecretPromptError ?? .system(SystemError(code: ENOMEM))
    }
  }
}

/// Why there is no secret.
package enum SecretPromptError: CommandError, Equatable {
  /// The session has no terminal to ask on.
  case noTerminal
  case nothing
  /// Over so many bytes.
  case tooLong(Int)
  case severalLines
  case notTheSame
  /// A signal asked the program to end, and it has been told to end by that.
  case interrupted(Int32)
  case system(SystemError)

  package var description: String {
    switch self {
    case .noTerminal:
      "there is no terminal to ask on; use a key file (--key-file), and pipe a secret into standard input"
    case .nothing: "nothing was given; type the secret, or pipe it into standard input"
    case .tooLong(let limit): "the secret is over \(limit) bytes; pipe a shorter one into standard input"
    case .severalLines: "standard input has several lines; a secret is one, so pipe in that line alone"
    case .notTheSame: "the two were not the same; nothing was changed, try again"
    case .interrupted(let number): "ended by signal \(number)"
    case .system(let error): "cannot be asked for: \(error)"
    }
  }

  package var report: String { "secret: \(self)" }

  package var status: FailureStatus {
    switch self {
    case .noTerminal, .nothing: .noInput
    case .tooLong, .severalLines, .notTheSame: .badData
    case .interrupted, .system: .inputOutput
    }
  }
}
