// SPDX-License-Identifier: Apache-2.0

package import FieldModel
import Foundation
import GRDB
import Replication
import SyncProtocol

/// Work that travels by file, where there is no network at all.
///
/// A bundle is the unsent part of a journal, sealed by its store. Any other store takes it along
/// and hands it to the hub with its own next sync; the hub takes each change once, however often
/// and by whomever it is brought, and the store itself may send it again as well.
extension StoreReader {
  /// Packs what the hub has not acknowledged.
  ///
  /// - Parameter now: The time, for people.
  /// - Returns: The bundle; of more than 64 MiB the first part.
  /// - Throws: ``StoreError/notEnrolled`` before somebody enrolled the store,
  ///   ``StoreError/damaged(_:)`` where one of the changes is not what was written.
  package func bundle(at now: LocalTime) throws -> SealedBundle {
    guard let enrolment = try enrolment() else { throw StoreError.notEnrolled }
    var wire = WireBundle()
    wire.replica = Data(try replica().bytes)
    wire.device = enrolment.card.device
    wire.author = enrolment.card.person.name
    wire.madeAt = now.milliseconds
    let standing = try standing()
    var (room, count) = (SyncLimits.bundleBytesMaximum / 2, 0)
    for name in standing.incarnations where name.last > name.acknowledged && room > 0 {
      let entries = try keepingRules { replica in
        try replica.run(
          of: name.replica,
          after: name.acknowledged,
          changesMaximum: .max,
          bytesMaximum: room
        )
      }.entries
      var run = WireJournalRun()
      run.replica = Data(name.replica.bytes)
      run.first = name.acknowledged + 1
      run.changes = entries.map { Data($0.bytes) }
      wire.runs.append(run)
      room -= entries.reduce(0) { $0 + $1.bytes.count }
      count += entries.count
      // What was written later builds on what was written earlier.
      if entries.last?.counter != name.last { break }
    }
    var sealed = WireSealedBundle()
    let bytes = wire.encoded()
    sealed.bundle = Data(bytes)
    sealed.seal = Data(
      BundleSeal.seal(bytes, tokenHash: BundleSeal.hash(ofToken: enrolment.token))
    )
    return SealedBundle(
      bytes: sealed.encoded(),
      changes: count,
      left: Int(standing.waiting) - count
    )
  }

  /// The bundles that the store carries for others.
  package func bundles() throws -> [CarriedBundle] {
    let sql = "SELECT digest, author, device, changes, detail FROM bundle ORDER BY rowid"
    return try Row.fetchAll(database, sql: sql).map { row in
      CarriedBundle(
        digest: Array(row[0] as Data),
        author: row[1],
        device: row[2],
        changes: row[3],
        detail: row[4]
      )
    }
  }

  /// A bundle as it came; nil where the store does not carry it.
  package func bytes(of bundle: CarriedBundle) throws -> [UInt8]? {
    let sql = "SELECT bytes FROM bundle WHERE digest = ?"
    return try Data.fetchOne(database, sql: sql, arguments: [Data(bundle.digest)]).map(Array.init)
  }
}

extension StoreWriter {
  /// Takes another store's work along, to be carried to the hub; taking it twice is taking it once.
  ///
  /// - Parameter bytes: The bundle's file.
  /// - Returns: What it is.
  /// - Throws: ``StoreError/missing(_:)`` where the bytes are no whole bundle, or this store's own.
  @discardableResult
  package func carry(_ bytes: [UInt8]) throws -> CarriedBundle {
    let bundle: WireBundle
    do throws(WireProblem) {
      guard bytes.count <= SyncLimits.bundleBytesMaximum else {
        throw WireProblem("It is larger than any bundle.")
      }
      bundle = try WireBundle(decoding: Array(try WireSealedBundle(decoding: bytes).bundle))
      try bundle.check()
    } catch {
      throw StoreError.missing(
        "The file is not a whole bundle: \(error.description) Ask for it once more."
      )
    }
    let own = try reader.standing().incarnations.map { Data($0.replica.bytes) }
    guard !own.contains(bundle.replica) else {
      throw StoreError.missing(
        "The bundle is this store's own. Import it on a machine that gets to the hub sooner."
      )
    }
    let carried = CarriedBundle(
      digest: BundleSeal.digest(of: bytes),
      author: bundle.author,
      device: bundle.device,
      changes: bundle.runs.reduce(0) { $0 + $1.changes.count },
      detail: nil
    )
    try database.execute(
      sql: """
        INSERT OR IGNORE INTO bundle (digest, bytes, author, device, changes)
        VALUES (?, ?, ?, ?, ?)
        """,
      arguments: [
        Data(carried.digest), Data(bytes), carried.author, carried.device, carried.changes,
      ]
    )
    return carried
  }

  /// Lets go of a bundle: the hub has it.
  package func drop(_ bundle: CarriedBundle) throws {
    let digest = Data(bundle.digest)
    try database.execute(sql: "DELETE FROM bundle WHERE digest = ?", arguments: [digest])
  }

  /// Notes why the hub did not take a bundle; it stays.
  package func note(_ detail: String, on bundle: CarriedBundle) throws {
    try database.execute(
      sql: "UPDATE bundle SET detail = ? WHERE digest = ?",
      arguments: [detail, Data(bundle.digest)]
    )
  }
}
