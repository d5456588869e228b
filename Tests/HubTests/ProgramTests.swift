// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import HubStore
import Replication
import SyncClient
import SyncProtocol
import TestSupport
import Testing

@Suite struct `The program shopper-hub` {
  let folder: TemporaryFolder
  let program: ProgramUnderTest

  init() throws {
    folder = try TemporaryFolder()
    program = try ProgramUnderTest("shopper-hub", folder: folder.path)
  }

  @Test func `invites while it serves, and the code works`() throws {
    let hub = try RunningHub()
    let invited = try program.run([
      "invite", "--data", hub.folder.path("hub"), "--role", "coordinator", "--name", "Ingrid",
      "--json",
    ])
    #expect(invited.status == 0, "\(invited)")
    let answer = try JSONDecoder().decode([String: String].self, from: Data(invited.outputBytes))
    let client = try hub.enrol(code: try #require(answer["code"]))
    #expect(try client.pull().records.isEmpty)
  }

  @Test func `tells a code on a line of its own`() throws {
    let invited = try program.run([
      "invite", "--data", "hub", "--role", "shopper", "--name", "Ann", "--program", "AIR",
    ])
    #expect(invited.status == 0)
    #expect(invited.output.split(separator: "\n").map(\.count) == [19])
    #expect(invited.error.contains("no program of this code yet"))
  }

  @Test(arguments: [
    ["serve"],
    ["serve", "--data", "hub", "--listen", "0.0.0.0:0"],
    ["serve", "--data", "hub", "--listen", "[::]:0"],
    ["serve", "--data", "hub", "--listen", "127.evil.example:0"],
    ["serve", "--data", "hub", "--listen", "nowhere"],
    ["serve", "--data", "hub", "--tls-key", "key.pem"],
    ["serve", "--data", "hub", "--tls-key", "no.pem", "--tls-certificate", "no.pem"],
    ["serve", "--data", "hub", "--config", "none"],
    ["invite", "--data", "hub", "--role", "boss", "--name", "Ann"],
    ["invite", "--data", "hub", "--role", "shopper", "--name", ""],
    ["invite", "--data", "hub", "--role", "shopper"],
    ["walk"],
  ])
  func `says what is wrong with its use`(_ arguments: [String]) throws {
    let outcome = try program.run(arguments)
    #expect(outcome.status == 64, "\(outcome)")
    #expect(outcome.output.isEmpty)
    #expect(outcome.error.lowercased().contains("error"))
  }

  @Test func `listens elsewhere behind a proxy`() throws {
    let hub = try program.start([
      "serve", "--data", "hub", "--listen", "0.0.0.0:0", "--behind-proxy",
    ])
    let line = try hub.waitForLine(containing: "listening on ")
    #expect(line.hasPrefix("listening on http://0.0.0.0:"))
    #expect(hub.terminate().status == 0)
  }

  @Test func `takes settings from options, then environment, then file`() throws {
    try folder.write("# the hub\nlisten = 0.0.0.0:0\ndata: fromfile\n", to: "hub.conf")
    try folder.write("colour = red\n", to: "bad.conf")
    var configured = program
    configured.environment = ["SHOPPER_HUB_CONFIG": "hub.conf", "SHOPPER_HUB_LISTEN": "nonsense"]
    // The file's listen address would need TLS; the environment's is none; the option's is fine.
    #expect(try configured.run(["serve"]).error.contains("nonsense"))
    let hub = try configured.start(["serve", "--listen", "127.0.0.1:0"])
    try hub.waitForLine(containing: "listening on http://127.0.0.1:")
    hub.terminate()
    #expect(FileManager.default.fileExists(atPath: folder.path("fromfile/hub.sqlite")))
    let bad = try program.run(["status", "--config", "bad.conf"])
    #expect(bad.status == 64)
    #expect(bad.error.contains("colour"))
  }

  @Test func `keeps its data from other users`() throws {
    try makeHub()
    let modes = ["hub", "hub/hub.sqlite"].map { name in
      let attributes = try? FileManager.default.attributesOfItem(atPath: folder.path(name))
      return attributes?[.posixPermissions] as? Int
    }
    #expect(modes == [0o700, 0o600])
  }

  @Test func `checks and shows how it stands`() throws {
    try makeHub()
    let check = try program.run(["check", "--data", "hub"])
    #expect(check.status == 0)
    #expect(check.output.contains("All is well"))
    let status = try program.run(["status", "--data", "hub", "--json"])
    let answer = try JSONSerialization.jsonObject(with: Data(status.outputBytes))
    let keys = try #require(answer as? [String: Any]).keys
    #expect(Set(keys).isSuperset(of: ["quarantined", "database_bytes", "replicas"]))
    #expect(try program.run(["check", "--data", "none"]).status == 1)
    #expect(try program.run(["status", "--data", "none"]).error.contains("There is no hub"))
    #expect(!FileManager.default.fileExists(atPath: folder.path("none")))
  }

  @Test func `fails a check with a list where something is wrong`() throws {
    try makeHub()
    try tamper(
      """
      INSERT INTO log (seq, record, chain, received_at, kind)
      VALUES (7, zeroblob(16), x'00', 0, 1)
      """
    )
    let check = try program.run(["check", "--data", "hub"])
    #expect(check.status == 1)
    #expect(check.output.contains("no entries 1 to 6"))
    #expect(check.output.contains("broken at entry 7"))
  }

  @Test(arguments: [0, 4_096, 40_960])
  func `fails a check with a finding where the file cannot be read`(from start: Int) throws {
    try makeHub()
    var bytes = try folder.read("hub/hub.sqlite")
    let start = min(start, bytes.count - 4_096)
    bytes.replaceSubrange(start..., with: repeatElement(0xAA, count: bytes.count - start))
    try folder.write(bytes, to: "hub/hub.sqlite")
    let check = try program.run(["check", "--data", "hub"])
    #expect(check.status == 1, "\(check)")
    #expect(check.output.hasPrefix("SQLite"), "\(check)")
    #expect(check.error.isEmpty, "\(check)")
  }

  @Test func `leaves all in one file when it is told to stop`() async throws {
    let hub = try RunningHub()
    let client = try await hub.enrol("Ann", .shopper)
    let token = try #require(client.token)
    var ann = Laptop(try #require(try await hub.store.session(token: token)))
    try hub.store.close()
    ann.write(Study.visit("V1", of: ann.person), Put("location", .text("JFK")))
    #expect(try client.push(ann.journal).status == 200)
    #expect(hub.process.terminate().status == 0)
    #expect((try? hub.folder.read("hub/hub.sqlite-wal"))?.isEmpty ?? true)
  }

  @Test func `leaves a newer program's file alone`() throws {
    try makeHub()
    try tamper("INSERT INTO grdb_migrations VALUES ('999')")
    let outcome = try program.run(["serve", "--data", "hub"])
    #expect(outcome.status == 1)
    #expect(outcome.error.contains("newer program"))
    #expect(outcome.error.contains("Update shopper-hub"))
  }

  @Test func `has a version and help for each command`() throws {
    #expect(try program.run(["--version"]).output == "0.1.0\n")
    let commands = [
      "serve", "invite", "check", "status", "backup", "restore", "revoke", "retire", "erase",
    ]
    for command in commands {
      let help = try program.run([command, "--help"])
      #expect(help.status == 0)
      #expect(help.output.contains("--data"))
    }
  }

  @Test func `backs up while it serves, and restores once it does not`() async throws {
    let hub = try RunningHub()
    let client = try await hub.enrol("Ann", .shopper)
    let token = try #require(client.token)
    var ann = Laptop(try #require(try await hub.store.session(token: token)))
    ann.write(Study.visit("V1", of: ann.person), Put("location", .text("JFK")))
    #expect(try client.push(ann.journal).status == 200)
    let data = ["--data", hub.folder.path("hub")]
    let backup = try program.run(["backup"] + data + ["today.sqlite"])
    #expect(backup.status == 0, "\(backup)")
    #expect(backup.output.contains("1 change"))
    let refused = try program.run(["restore"] + data + ["today.sqlite"])
    #expect(refused.status == 1)
    #expect(refused.error.contains("is in use"))
    try hub.store.close()
    hub.process.terminate()
    let restored = try program.run(["restore"] + data + ["today.sqlite"])
    #expect(restored.status == 0, "\(restored)")
    #expect(restored.output.contains("is kept"))
    #expect(try program.run(["check"] + data).status == 0)
    try folder.write("no database at all, but long enough to look like one", to: "text")
    for file in ["none.sqlite", "text"] {
      let refused = try program.run(["restore"] + data + [file])
      #expect(refused.status == 65, "\(refused)")
      #expect(refused.error.hasPrefix("error: The file \(file) "), "\(refused)")
      #expect(refused.error.contains("Give a file that shopper-hub backup made"), "\(refused)")
    }
    let unwritten = try program.run(["backup"] + data + ["no/such/folder"])
    #expect(unwritten.status == 1, "\(unwritten)")
    #expect(unwritten.error.hasPrefix("error: The file no/such/folder cannot be made: "))
  }

  @Test func `shows, takes and writes out what was refused`() async throws {
    let hub = try RunningHub()
    let client = try await hub.enrol("Ann", .shopper)
    let token = try #require(client.token)
    var ann = Laptop(try #require(try await hub.store.session(token: token)))
    let visit = Study.visit("V1", of: ann.person, in: Study.otherProgram)
    ann.write(visit, Put("location", .text("JFK")))
    #expect(try client.push(ann.journal).status == 200)
    let data = ["--data", hub.folder.path("hub")]
    let name = "\(ann.replica)@1"
    #expect(try program.run(["quarantine", "list"] + data).output.hasPrefix(name + " visit "))
    let shown = try program.run(["quarantine", "show"] + data + [name])
    #expect(shown.output.contains("location: JFK\n"), "\(shown)")
    #expect(!shown.output.contains("∃"), "\(shown)")
    #expect(try program.run(["quarantine", "requeue"] + data + [name]).status == 1)
    #expect(try program.run(["quarantine", "show"] + data + ["x@1"]).status == 65)
    #expect(try program.run(["quarantine", "export"] + data + ["out.jsonl"]).status == 0)
    let lines = try folder.read("out.jsonl").split(separator: UInt8(ascii: "\n"))
    #expect(lines.count == 1)
    let invite = ["--role", "shopper", "--name", "Ann", "--program", "RAIL"]
    #expect(try program.run(["invite"] + data + invite).status == 0)
    let requeued = try program.run(["quarantine", "requeue", "--json"] + data + [name])
    #expect(requeued.output == "{\"requeued\":\"\(name)\"}\n", "\(requeued)")
    #expect(try program.run(["quarantine", "list"] + data).output == "Nothing was refused.\n")
    let erased = try program.run(["erase"] + data + [visit.id.description, "--reason", "asked"])
    #expect(erased.output == "Erased 1 record.\n", "\(erased)")
    #expect(try program.run(["check"] + data).status == 0)
  }

  @Test func `withdraws an invitation, and from nobody whom it does not know`() throws {
    try makeHub()
    let revoke = ["revoke", "--data", "hub", "--role", "shopper", "--json", "--name"]
    #expect(try program.run(revoke + ["Ann"]).output.hasPrefix("{\"programs\":"))
    let unknown = try program.run(revoke + ["Nobody"])
    #expect(unknown.status == 65)
    #expect(unknown.error.contains("no shopper called Nobody. See shopper-hub status."))
  }

  @Test func `retires a store under all of its names, by the beginning of one`() async throws {
    let hub = try RunningHub()
    let client = try await hub.enrol("Ann", .shopper)
    let session = try #require(try await hub.store.session(token: client.token ?? ""))
    let second = ReplicaID(bits: ~client.replica.bits)
    _ = try await hub.store.greet(Greeting(replica: second, device: "", last: 0), by: session)
    let data = ["--data", hub.folder.path("hub")]
    let short = String(second.description.prefix(10))
    #expect(try program.run(["status"] + data).output.contains("\n\(short) Ann (shopper) on "))
    #expect(try program.run(["retire"] + data + ["nobody"]).status == 65)
    let retired = try program.run(["retire"] + data + [short])
    #expect(retired.status == 0, "\(retired)")
    for name in [client.replica, second] { #expect(retired.output.contains(name.description)) }
    #expect(try client.post(.hello, client.message(for: .hello)).status == 401)
  }

  @Test func `says when its port is taken`() throws {
    let hub = try RunningHub()
    let address = String(hub.address.dropFirst("http://".count))
    let second = try program.run(["serve", "--data", "other", "--listen", address])
    #expect(second.status == 1)
    #expect(second.error.hasPrefix("error: The address \(address) is in use. End "), "\(second)")
  }

  @Test func `serves a folder only once, while other commands go on beside it`() throws {
    let serve = ["serve", "--data", "hub", "--listen", "127.0.0.1:0"]
    let hub = try program.start(serve)
    try hub.waitForLine(containing: "listening on ")
    let second = try program.run(serve)
    #expect(second.status == 1, "\(second)")
    #expect(second.output.isEmpty)
    #expect(second.error.contains("Another shopper-hub serves the hub in hub. Stop that one"))
    try makeHub()
    #expect(try program.run(["check", "--data", "hub"]).status == 0)
    hub.kill()
    let next = try program.start(serve)
    try next.waitForLine(containing: "listening on ")
    #expect(next.terminate().status == 0)
  }

  /// Makes a hub, to which nobody has come yet.
  private func makeHub() throws {
    let arguments = ["invite", "--data", "hub", "--role", "shopper", "--name", "Ann"]
    #expect(try program.run(arguments).status == 0)
  }

  private func tamper(_ sql: String) throws {
    try Tampering.run(sql, on: folder.path("hub/hub.sqlite"))
  }
}
