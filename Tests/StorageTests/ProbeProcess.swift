import Foundation
import TestSupport

/// `store-probe` as a process of its own.
final class ProbeProcess {
  private let process: ChildProcess
  private let input: Pipe
  private let output: String

  /// Starts it; what it says goes to a file in `folder`.
  init(_ mode: String, _ path: String, in folder: TemporaryFolder, named name: String = "said") throws {
    input = Pipe()
    output = folder(name)
    let said = open(output, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    defer { close(said) }
    process = try ChildProcess(
      BuiltProgram.path("store-probe"), [mode, path], descriptors: [input.fileHandleForReading.fileDescriptor, said, 2])
  }

  deinit { kill() }

  var identifier: Int32 { process.identifier }

  /// The whole lines that it has said.
  var lines: [Substring] {
    let text = (try? String(contentsOfFile: output, encoding: .utf8)) ?? ""
    guard let end = text.lastIndex(of: "\n") else { return [] }
    return text[..<end].split(separator: "\n")
  }

  /// Ends it as a power cut would, as far as a process can tell.
  func kill() {
    process.send(SIGKILL)
    process.wait()
  }

  /// Ends its input, at which it closes the store.
  func end() {
    try? input.fileHandleForWriting.close()
    process.wait()
  }
}
