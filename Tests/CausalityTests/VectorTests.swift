// SPDX-License-Identifier: Apache-2.0

import FieldModel
import TestSupport
import Testing

/// What a vector says has been seen, has been seen; nothing else has.
@Suite struct VectorTests {
  @Test func `a vector has seen a dot and all before it on its replica`() {
    let vector = VersionVector([Samples.dot(1, 3), Samples.dot(0, 7)])
    #expect(vector.contains(Samples.dot(1, 1)) && vector.contains(Samples.dot(1, 3)))
    #expect(!vector.contains(Samples.dot(1, 4)) && !vector.contains(Samples.dot(2, 1)))
    #expect(vector[Samples.replica(0)] == 7 && vector[Samples.replica(2)] == 0)
  }

  @Test func `a vector never goes back`() {
    var vector = VersionVector([Samples.dot(1, 3)])
    vector.insert(Samples.dot(1, 2))
    #expect(vector == VersionVector([Samples.dot(1, 3)]))
  }

  @Test func `entries stand in order of replica, each replica once`() {
    var generator = SeededGenerator(seed: 1)
    for _ in 0..<200 {
      let entries = VectorTests.vector(&generator).entries
      #expect(zip(entries, entries.dropFirst()).allSatisfy { $0.replica < $1.replica })
    }
  }

  @Test func `merging takes the greater counter of each replica`() {
    var generator = SeededGenerator(seed: 2)
    for _ in 0..<500 {
      let (left, right) = (VectorTests.vector(&generator), VectorTests.vector(&generator))
      var merged = left
      merged.merge(right)
      for number in 0..<6 {
        let replica = Samples.replica(number)
        #expect(merged[replica] == max(left[replica], right[replica]))
      }
      #expect(left.isCovered(by: merged) && right.isCovered(by: merged))
    }
  }

  @Test func `the order of two vectors is that of what they have seen`() {
    var generator = SeededGenerator(seed: 3)
    var met: Set<CausalOrder> = []
    for _ in 0..<2_000 {
      let (left, right) = (VectorTests.vector(&generator), VectorTests.vector(&generator))
      let replicas = (0..<6).map(Samples.replica)
      let covered = replicas.allSatisfy { left[$0] <= right[$0] }
      let covers = replicas.allSatisfy { right[$0] <= left[$0] }
      let expected: CausalOrder =
        covered ? (covers ? .equal : .before) : covers ? .after : .concurrent
      #expect(left.order(to: right) == expected)
      #expect((left == right) == (expected == .equal))
      met.insert(expected)
    }
    #expect(met == [.before, .after, .equal, .concurrent])
  }

  @Test func `a dot that begins at 0 is no dot`() async {
    await #expect(processExitsWith: .failure) {
      _ = Dot(ReplicaID(bits: 1), 0)
    }
  }

  private static func vector(_ generator: inout SeededGenerator) -> VersionVector {
    let count = Int.random(in: 0...3, using: &generator)
    return VersionVector(
      (0..<count).map { _ in
        let replica = Int.random(in: 0..<6, using: &generator)
        return Samples.dot(replica, UInt64.random(in: 1...2, using: &generator))
      }
    )
  }
}

/// Siblings are what nobody has seen replaced.
@Suite struct SiblingTests {
  private static let early = Sibling(
    dot: Samples.dot(0, 1),
    value: .text("a"),
    stamp: Samples.stamp()
  )
  private static let late = Sibling(
    dot: Samples.dot(0, 2),
    value: .text("b"),
    stamp: Samples.stamp()
  )
  private static let other = Sibling(
    dot: Samples.dot(1, 1),
    value: .text("c"),
    stamp: Samples.stamp()
  )

  @Test func `siblings stand in order of dot whatever the order of arrival`() {
    var one = Siblings([SiblingTests.late, SiblingTests.other])
    one.insert(SiblingTests.early)
    var two = Siblings()
    for sibling in [SiblingTests.other, SiblingTests.early, SiblingTests.late] {
      two.insert(sibling)
    }
    #expect(one == two && one.all == one.all.sorted { $0.dot < $1.dot })
  }

  @Test func `what a writer had seen goes and the rest stays`() {
    var siblings = Siblings([SiblingTests.late, SiblingTests.other])
    siblings.discard(seenBy: VersionVector([Samples.dot(0, 1), Samples.dot(1, 1)]))
    #expect(siblings.all == [SiblingTests.late])
    siblings.discard(seenBy: VersionVector([Samples.dot(0, 2)]))
    #expect(siblings.isEmpty)
  }

  @Test func `one dot with two values is never merged`() {
    let header = Samples.header
    let states = ["yes", "no"].map { answer in
      Record(header: header)
        .edited(.write([Put("f", .text(answer))]), as: Samples.dot(0, 1))
    }
    let collision = #expect(throws: DotCollision.self) {
      try states[0].joined(with: states[1])
    }
    #expect(collision?.dot == Samples.dot(0, 1))
  }

  @Test func `a refused change counts as seen and leaves no value`() {
    let record = Record(header: Samples.header)
      .edited(.write([Put("f", .text("kept"))]), as: Samples.dot(0, 1))
    var refusing = record
    refusing.disregard(Samples.dot(0, 2))
    #expect(refusing.fields == record.fields)
    let refused = record.change(
      .write([Put("f", .text("refused"))]),
      by: Samples.writer(),
      at: Samples.position(Samples.dot(0, 2))
    )
    let next = record.applying(refused).change(
      .write([Put("g", .text("next"))]),
      by: Samples.writer(),
      at: Samples.position(Samples.dot(0, 3))
    )
    #expect(refusing.apply(refused) == .duplicate)
    #expect(refusing.apply(next) == .applied)
    #expect(refusing.value(of: "f") == .text("kept"))
    #expect(refusing.value(of: "g") == .text("next"))
  }

  @Test func `a record read back from its parts is the record`() throws {
    for seed in 0..<200 as Range<UInt64> {
      for state in try History(seed: seed).states {
        let siblings = state.fields.map { ($0.path, $0.siblings.all.reversed() as [Sibling]) }
        let copy = Record(
          header: state.header,
          siblings: Dictionary(uniqueKeysWithValues: siblings + [("empty", [])]),
          context: state.context
        )
        #expect(copy == state)
      }
    }
  }
}
