import Events
import Foundation
import HTTPServer
import Ingestion
import PlainText
import Service
import Storage
import SystemFiles

/// What `wraptop doctor` finds out of sockets, the core behind them, and its store.
struct CoreFindings {
  /// The socket for events that is named; nil for the default one.
  var ingest: String?
  /// The socket of the API that the settings name; nil for the default one.
  var api: String?
  var storePath: String

  /// Whether a socket can be made, or who has it.
  func socket() -> DoctorFinding {
    let path = ingest ?? DefaultSocket.ingestPath
    do {
      try ListeningSocket.open(path).removePath()
      return DoctorFinding(.fine, "socket", "\(path) can be made")
    } catch {
      // Whose socket is refused is none of ours.
      let isTrusted = ingest != nil || (try? ListeningSocket.trusted([path])) != nil
      let answers = isTrusted && (try? EventSender(path: path)) != nil
      return answers
        ? DoctorFinding(.fine, "socket", "\(path): a wraptop listens there")
        : DoctorFinding(.fails, "socket", error.description)
    }
  }

  /// Whether a core answers questions: the user's own, or the system's.
  func core() async -> [DoctorFinding] {
    let system = "/run/wraptop/api.sock"
    let own = api ?? DefaultSocket.apiPath
    var findings: [DoctorFinding] = []
    for path in own == system ? [own] : [own, system] {
      switch await CoreProbe.ask(path) {
      case .nobody: continue
      case .works(let version):
        let others = version.flatMap { $0 == Version.current || $0 == Version.full ? nil : $0 }
        findings.append(
          others.map {
            DoctorFinding(
              .attention, "core", "\(path): version \($0) answers, and this is \(Version.full); restart wraptop serve")
          } ?? DoctorFinding(.fine, "core", "\(path): answers" + (version.map { ", version \($0)" } ?? "")))
      case .fails(let why): findings.append(DoctorFinding(.attention, "core", "\(path): \(why)"))
      }
    }
    guard findings.isEmpty else { return findings }
    return [DoctorFinding(.fine, "core", "none runs; wraptop serve keeps figures while nobody looks")]
  }

  /// Whether the store of `serve` can be read, and whose it is.
  func store(now: Timestamp) -> DoctorFinding {
    let path = storePath
    guard let about = stat(of: path) else {
      let folder = FilePath(path).folder
      if stat(of: folder) != nil, access(folder, W_OK) != 0 {
        return DoctorFinding(.fails, "store", "\(path): is not there, and its folder is not yours to write: \(folder)")
      }
      return DoctorFinding(.fine, "store", "\(path): not there yet; wraptop serve makes it")
    }
    guard about.st_uid == geteuid() else {
      return DoctorFinding(
        .fails, "store", "\(path): belongs to user \(about.st_uid) (you are \(geteuid())); chown it, or name another")
    }
    guard !about.isWritableByOthers else {
      return DoctorFinding(.attention, "store", "\(path): others can write to it; type: chmod 600 \(path)")
    }
    do {
      let reader = StoreReader(path: path)
      let last = try reader.lastCommit()
      if let last, last > now.advanced(seconds: 60) {
        return DoctorFinding(
          .attention, "store", "\(path): was last written at \(last), which is to come; one of the clocks was wrong")
      }
      let use = reader.owner.map { "written by \($0)" } ?? "not in use"
      let commit = last.map { "last commit \($0)" } ?? "nothing stored yet"
      return DoctorFinding(.fine, "store", "\(path): \(NumberFormat.bytes(reader.size)), \(commit), \(use)")
    } catch {
      return DoctorFinding(.fails, "store", "\(error); see wraptop store check")
    }
  }
}
