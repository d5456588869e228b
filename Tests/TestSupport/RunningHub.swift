// SPDX-License-Identifier: Apache-2.0

package import FieldModel
import Foundation
package import LocalStore
package import SyncClient
package import SyncProtocol
import Synchronization

/// The real hub program, with a folder of its own, on a port of 127.0.0.1.
package final class RunningHub: Sendable {
  /// The hub's data.
  package let folder: TemporaryFolder

  /// The disk that only the hub sees in the place of its folder, if it has one of its own.
  package let disk: SmallDisk?

  private let program: ProgramUnderTest
  private let state: Mutex<(running: RunningProgram, port: Int)>

  /// Starts a hub, on a disk of its own where that is given a size.
  package init(diskMegabytes: Int? = nil) throws {
    let folder = try TemporaryFolder()
    disk = try diskMegabytes.map { try SmallDisk(megabytes: $0, at: folder.path) }
    var program = try ProgramUnderTest("shopper-hub")
    program.launcher = disk?.launcher ?? []
    self.folder = folder
    self.program = program
    state = Mutex(try Self.serve(program, folder: folder, port: 0))
  }

  /// The hub's address, the same after a restart.
  package var address: String { "http://127.0.0.1:\(port)" }

  /// The hub's port.
  package var port: Int { state.withLock(\.port) }

  /// Kills the hub with signal 9, whatever it is doing.
  package func kill() {
    _ = state.withLock { $0.running.kill() }
  }

  /// Ends the hub politely, and says how it ended.
  @discardableResult
  package func terminate() -> ProgramOutcome {
    state.withLock { $0.running.terminate() }
  }

  /// Starts the hub again where it was.
  package func restart() throws {
    try state.withLock { $0 = try Self.serve(program, folder: folder, port: $0.port) }
  }

  /// Runs another of the hub's commands on the same data.
  package func run(_ arguments: String...) throws -> ProgramOutcome {
    try program.run(arguments + ["--data", folder.path("data")])
  }

  /// What the hub's own check finds; empty where nothing is wrong.
  package func findings() throws -> String {
    let outcome = try run("check")
    return outcome.status == 0 ? "" : outcome.description
  }

  /// How many changes of somebody's stores the hub holds.
  package func changeCount(of name: String) throws -> Int {
    struct Answer: Decodable {
      struct Replica: Decodable {
        let name: String
        let changes: Int
      }
      let replicas: [Replica]
    }
    let outcome = try run("status", "--json")
    let answer = try JSONDecoder().decode(Answer.self, from: Data(outcome.outputBytes))
    return answer.replicas.filter { $0.name == name }.map(\.changes).reduce(0, +)
  }

  /// A one-time code for somebody.
  package func invite(_ name: String, as role: Role, to program: String?) throws -> String {
    let scope = program.map { ["--program", $0] } ?? []
    let arguments =
      ["invite", "--data", folder.path("data"), "--role", role.rawValue, "--name", name, "--json"]
      + scope
    let outcome = try self.program.run(arguments)
    let answer = try JSONDecoder().decode([String: String].self, from: Data(outcome.outputBytes))
    return try unwrapped(answer["code"], outcome.description)
  }

  /// A laptop of somebody, enrolled.
  package func laptop(
    of name: String,
    as role: Role = .shopper,
    program: String? = SyncedLaptop.programCode,
    device: String = "laptop"
  ) throws -> SyncedLaptop {
    let code = try invite(name, as: role, to: program)
    return try SyncedLaptop(hub: address, code: code, device: device)
  }

  private static func serve(
    _ program: ProgramUnderTest,
    folder: TemporaryFolder,
    port: Int
  ) throws -> (RunningProgram, Int) {
    let running = try program.start(
      ["serve", "--data", folder.path("data"), "--listen", "127.0.0.1:\(port)"])
    let line = try running.waitForLine(containing: "listening on ")
    return (running, try unwrapped(line.split(separator: ":").last.flatMap { Int($0) }, line))
  }
}

/// A laptop whose store is opened in this process and synced over the real line.
package struct SyncedLaptop: Sendable {
  /// The code of the program that laptops take part in.
  package static let programCode = "skyline"

  /// The folder of the store.
  package let folder: TemporaryFolder

  /// The store.
  package let store: LocalStore

  /// Whose it is.
  package let owner: Person

  private let enrolment: Enrolment

  /// Enrols a new store at a hub.
  package init(hub: String, code: String, device: String) throws {
    folder = try TemporaryFolder()
    store = try LocalStore(folder: folder.path, surroundings: .ofTests)
    let connection = HubConnection(
      transport: try CurlTransport(version: "test"),
      address: try HubAddress(hub),
      token: nil
    )
    enrolment = try connection.enrol(
      code: code,
      replica: try store.read { try $0.replica() },
      device: device,
      address: try HubAddress(hub),
      caFile: nil
    )
    owner = enrolment.card.person
    let enrolment = enrolment
    try store.write { try $0.enrol(enrolment) }
  }

  /// A program as the laptop's owner runs it, in the folder of the store.
  package func program(_ name: String) throws -> ProgramUnderTest {
    try ProgramUnderTest(
      name,
      environment: ["SHOPPER_STORE": folder.path, "HOME": folder.path],
      folder: folder.path
    )
  }

  /// A copy of the laptop's folder, used as a laptop of its own.
  package func copied() throws -> SyncedLaptop {
    try SyncedLaptop(copyOf: self, folder: try TemporaryFolder())
  }

  private init(copyOf other: SyncedLaptop, folder: TemporaryFolder) throws {
    self.folder = folder
    for name in try FileManager.default.contentsOfDirectory(atPath: other.folder.path) {
      try FileManager.default.copyItem(
        atPath: other.folder.path(name),
        toPath: folder.path(name)
      )
    }
    store = try LocalStore(folder: folder.path, surroundings: .ofTests)
    owner = other.owner
    enrolment = other.enrolment
  }

  /// Runs one round of sync, at the hub's own address or through something in between.
  ///
  /// - Parameters:
  ///   - address: Where to connect to; the hub's own address where there is none.
  ///   - seconds: How long the round may take; as long as it needs where there is none.
  ///   - transport: What carries the requests, where it is not libcurl alone.
  /// - Returns: What came of it.
  /// - Throws: What ended the round.
  @discardableResult
  package func sync(
    through address: String? = nil,
    within seconds: Int? = nil,
    over transport: (any Transport)? = nil
  ) throws -> SyncReport {
    let connection = HubConnection(
      transport: try transport ?? CurlTransport(version: "test"),
      address: try HubAddress(address ?? enrolment.hub),
      token: enrolment.token,
      deadline: seconds.map { .now + .seconds($0) }
    )
    return try SyncRound(store: store, connection: connection).run()
  }

  /// The program that laptops take part in.
  package var program: RecordID { Program.id(code: Self.programCode) }

  /// Publishes the sample program; the owner is a coordinator.
  package func publish() throws {
    let records = try SampleProgram.records()
    try store.write { writer in
      for record in records {
        try writer.put(
          record.fields.filter { $0.path != .existence }.compactMap { field in
            record.value(of: field.path).map { Put(field.path, $0) }
          },
          into: record.header
        )
      }
    }
  }

  /// The header of the owner's visit of a code.
  package func visit(_ code: String) -> RecordHeader {
    RecordHeader(
      id: Visit.id(program: program, shopper: owner.id, code: code),
      kind: .visit,
      scope: Scope(program: program, owner: owner.id)
    )
  }

  /// The header of a visit's observation of an interaction.
  package func observation(of interaction: String, in visit: RecordHeader) -> RecordHeader {
    RecordHeader(
      id: Observation.id(visit: visit.id, interaction: interaction),
      kind: .observation,
      scope: visit.scope,
      parent: visit.id
    )
  }

  /// Starts a visit.
  @discardableResult
  package func start(_ code: String) throws -> RecordHeader {
    let header = visit(code)
    try store.write {
      try $0.put(
        [Put("code", .text(code)), Put("state", .text("in_progress"))],
        into: header
      )
    }
    return header
  }

  /// Answers an interaction of a visit.
  package func observe(
    _ interaction: String,
    in visit: RecordHeader,
    _ value: FieldValue,
    field: FieldPath = "value"
  ) throws {
    try store.write {
      try $0.edit(
        observation(of: interaction, in: visit),
        .write([Put("interaction", .text(interaction)), Put(field, value)])
      )
    }
  }

  /// The value that stands for a field here.
  package func value(
    of field: FieldPath,
    _ interaction: String,
    in visit: RecordHeader
  ) throws -> FieldValue? {
    let id = observation(of: interaction, in: visit).id
    return try store.read { try $0.record(id)?.value(of: field) }
  }

  /// Everything here as bytes, by record: equal on laptops that have seen the same.
  package func contents(kinds: [RecordKind] = [.visit, .observation]) throws -> [RecordID: [UInt8]]
  {
    try store.read { reader in
      var contents: [RecordID: [UInt8]] = [:]
      for kind in kinds {
        try reader.forEach(kind) { contents[$0.header.id] = RecordCodec.bytes(of: $0) }
      }
      return contents
    }
  }
}

extension Surroundings {
  /// A clock that stands still and names that nobody else has.
  package static let ofTests = Surroundings(
    now: { LocalTime(milliseconds: 1_767_225_600_000, offsetSeconds: 3_600, zone: "Europe/Paris") },
    random: {
      var generator = SystemRandomNumberGenerator()
      return UInt128(generator.next()) << 64 | UInt128(generator.next())
    }
  )
}

/// A value that a test cannot go on without.
package func unwrapped<Value>(_ value: Value?, _ why: String) throws -> Value {
  guard let value else { throw SystemFailure("There is no value: \(why)", code: 0) }
  return value
}
