import Foundation
import TestSupport
import Testing

/// A server on 127.0.0.1, in a program of its own (receiver.py), and what it has received.
final class Receiver {
  private let folder: TemporaryFolder
  private let process: ChildProcess
  let port: Int

  /// - Parameters:
  ///   - kind: `http` or `smtp`.
  ///   - words: how it behaves.
  init(_ kind: String, _ words: [String] = [], certificate: Certificate? = nil) async throws {
    let folder = try TemporaryFolder()
    self.folder = folder
    for name in ["out", "log"] { try folder.append("", to: name) }
    let nothing = open("/dev/null", O_RDWR | O_CLOEXEC)
    let output = open(folder("out"), O_WRONLY | O_CLOEXEC)
    defer { for descriptor in [nothing, output] { close(descriptor) } }
    let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "receiver.py").path
    let files = certificate.map { [$0.path, $0.keyPath] } ?? []
    process = try ChildProcess(
      "/usr/bin/python3", [script, kind, folder("log")] + files + words, descriptors: [nothing, output, output])
    var port = 0
    let process = process
    #expect(
      await eventually {
        port =
          (try? String(contentsOfFile: folder("out"), encoding: .utf8))
          .flatMap { $0.hasSuffix("\n") ? Int($0.dropLast()) : nil } ?? 0
        return port > 0 || !process.isRunning
      })
    try #require(port > 0, "\((try? String(contentsOfFile: folder("out"), encoding: .utf8)) ?? "")")
    self.port = port
  }

  deinit { process.send(SIGKILL) }

  /// What it has received, one after the other.
  var received: [[String: Any]] {
    ((try? String(contentsOfFile: folder("log"), encoding: .utf8)) ?? "").split(separator: "\n").compactMap {
      (try? JSONSerialization.jsonObject(with: Data($0.utf8))) as? [String: Any]
    }
  }
}

/// A certificate for 127.0.0.1 that an authority of its own has signed.
final class Certificate: Sendable {
  private let folder: TemporaryFolder

  /// - Parameter names: for what it is.
  init(for names: String = "DNS:localhost,IP:127.0.0.1", days: Int = 2) throws {
    folder = try TemporaryFolder()
    let key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    try Self.openSSL(
      ["req", "-x509"] + key + ["-keyout", folder("ca.key"), "-out", folder("ca.pem"), "-subj", "/CN=test authority"])
    try Self.openSSL(
      ["req", "-x509", "-CA", folder("ca.pem"), "-CAkey", folder("ca.key"), "-days", "\(days)"] + key
        + ["-keyout", keyPath, "-out", path, "-subj", "/CN=test", "-addext", "subjectAltName=\(names)"])
  }

  var path: String { folder("server.pem") }
  var keyPath: String { folder("server.key") }
  /// The certificate of the authority.
  var authority: String { folder("ca.pem") }

  private static func openSSL(_ arguments: [String]) throws {
    let run = try ProgramRun("/usr/bin/openssl", arguments, environment: ["PATH": "/usr/bin:/bin"])
    try #require(run.status == 0, "\(run.errors)")
  }
}
