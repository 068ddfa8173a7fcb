import Foundation
import TestSupport

/// `store-probe` as a process of its own.
final class ProbeProcess {
  private let process = Process()
  private let input = Pipe()
  private let output: String

  /// Starts it; what it says goes to a file in `folder`.
  init(_ mode: String, _ path: String, in folder: TemporaryFolder, named name: String = "said") throws {
    output = folder(name)
    _ = FileManager.default.createFile(atPath: output, contents: nil)
    process.executableURL = URL(filePath: BuiltProgram.path("store-probe"))
    process.arguments = [mode, path]
    process.standardInput = input
    process.standardOutput = try FileHandle(forWritingTo: URL(filePath: output))
    try process.run()
  }

  deinit { kill() }

  var identifier: Int32 { process.processIdentifier }

  /// The whole lines that it has said.
  var lines: [Substring] {
    let text = (try? String(contentsOfFile: output, encoding: .utf8)) ?? ""
    guard let end = text.lastIndex(of: "\n") else { return [] }
    return text[..<end].split(separator: "\n")
  }

  /// Ends it as a power cut would, as far as a process can tell.
  func kill() {
    guard process.isRunning else { return }
    Foundation.kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
  }

  /// Ends its input, at which it closes the store.
  func end() {
    try? input.fileHandleForWriting.close()
    process.waitUntilExit()
  }
}
