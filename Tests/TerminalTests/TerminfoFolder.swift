import Foundation
import TestSupport
import Testing

/// A terminfo folder with entries that the tests need and a system may lack.
struct TerminfoFolder {
  let path: String

  /// Compiles the entries into a folder beside the built tests, once for all of them.
  static let shared = Result { try TerminfoFolder() }

  private static let source = """
    test-direct|direct colour as xterm-direct has it,
    \tRGB, colors#0x1000000, pairs#0x7FFFF, ccc@, initc@,
    \tsetab=\\E[%?%p1%{8}%<%t4%p1%d%e48;2;%p1%{65536}%/%d;%p1%{256}%/%{255}%&%d;%p1%{255}%&%d%;m,
    \tsetaf=\\E[%?%p1%{8}%<%t3%p1%d%e38;2;%p1%{65536}%/%d;%p1%{256}%/%{255}%&%d;%p1%{255}%&%d%;m,
    \tuse=xterm-256color,
    test-sync|a terminal with synchronized output,
    \tSync=\\E[?2026%?%p1%{1}%-%tl%eh%;, use=xterm-256color,

    """

  private init() throws {
    let folder = URL(filePath: BuiltProgram.path("terminfo-of-tests"))
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let file = folder.appending(path: "test.terminfo")
    try Self.source.write(to: file, atomically: true, encoding: .utf8)
    path = folder.path
    let compiler = try VirtualTerminal(
      "/usr/bin/tic", ["-x", "-o", folder.path, file.path], environment: ["PATH": "/usr/bin:/bin"])
    try #require(compiler.waitForExit() == .status(0), "tic: \(compiler.text)")
  }
}
