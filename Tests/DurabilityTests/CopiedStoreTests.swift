// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import LocalStore
import Replication
import SyncClient
import SyncProtocol
import TestSupport
import Testing

@Suite("A store that was copied or put back from a backup loses nothing and says what happened")
struct CopiedStoreTests {
  let laptop: Laptop
  let places: TemporaryFolder

  init() throws {
    laptop = try Laptop()
    places = try TemporaryFolder()
  }

  private func open(_ folder: String? = nil) throws -> LocalStore {
    try LocalStore(
      folder: folder ?? laptop.folder.path,
      surroundings: .ofTests,
      witnesses: places.path("witnesses")
    )
  }

  private func copy(to name: String) throws -> String {
    try FileManager.default.copyItem(atPath: laptop.folder.path, toPath: places.path(name))
    return places.path(name)
  }

  @Test func `a copied folder goes on under a new name when it is next written`() throws {
    let store = try open()
    let visit = try laptop.begin("V1", in: store)
    let copied = try open(try copy(to: "copy"))
    let old = try store.read { try $0.replica() }
    #expect(try copied.read { try $0.replica() } == old, "reading changes nothing")
    try laptop.answer("desk", .text("4"), of: visit, in: copied)
    try laptop.answer("desk", .text("5"), of: visit, in: store)

    #expect(try store.read { try $0.replica() } == old, "the original goes on as it was")
    let note = try #require(try copied.read { try $0.status() }.notes.last)
    #expect(note.cause == .copied && note.old == old && note.counter == 1)
    #expect(try copied.read { try $0.standing() }.incarnations.map(\.last) == [1, 1])
    #expect(try copied.read { try $0.verify() }.findings == [])
    try laptop.answer("queue", .text("1"), of: visit, in: try open(places.path("copy")))
    #expect(try copied.read { try $0.status() }.notes.count == 1, "once is enough")
  }

  @Test func `an older copy put back in place goes on under a new name`() throws {
    let visit = try laptop.begin("V1", in: try open())
    let older = try laptop.folder.read(LocalStore.fileName)
    try laptop.answer("desk", .text("4"), of: visit, in: try open())
    // Written over in place, as some programs restore: the file is the same one.
    for name in ["-wal", "-shm"] {
      try? FileManager.default.removeItem(atPath: laptop.folder.path(LocalStore.fileName + name))
    }
    let file = try #require(FileHandle(forWritingAtPath: laptop.folder.path(LocalStore.fileName)))
    try file.write(contentsOf: Data(older))
    try file.truncate(atOffset: UInt64(older.count))
    try file.close()

    let store = try open()
    try laptop.answer("desk", .text("5"), of: visit, in: store)
    let note = try #require(try store.read { try $0.status() }.notes.last)
    #expect(note.cause == .restored && note.counter == 1)
    #expect(try store.read { try $0.verify() }.findings == [])
  }

  @Test func `a store without a witness, or with an old one, goes on as it is`() throws {
    let store = try open()
    let visit = try laptop.begin("V1", in: store)
    // Another program wrote without noting it, as after a power cut.
    try laptop.answer("desk", .text("4"), of: visit, in: try laptop.store())
    try laptop.answer("desk", .text("5"), of: visit, in: try open())
    try FileManager.default.removeItem(atPath: places.path("witnesses"))
    try laptop.answer("desk", .text("6"), of: visit, in: try open())
    #expect(try store.read { try $0.status() }.notes.isEmpty)
    #expect(try store.read { try $0.standing() }.incarnations.map(\.last) == [4])
  }

  @Test func `status and verify say what happened`() throws {
    _ = try laptop.begin("V1", in: try laptop.store())
    #expect(try laptop.run("visit", "start", "--location", "ARN").status == 0)
    let copy = try copy(to: "copy")
    let started = try laptop.run("visit", "start", "--location", "OSL", "--store", copy)
    #expect(started.status == 0, "\(started)")
    let name = try open(copy).read { try $0.replica() }
    for command in ["status", "verify"] {
      let outcome = try laptop.run(command, "--store", copy)
      #expect(outcome.output.contains("This store was copied or restored"), "\(outcome)")
      #expect(outcome.output.contains("it goes on as \(name)"))
    }
    #expect(try !laptop.run("status").output.contains("copied"))
  }
}
