// SPDX-License-Identifier: Apache-2.0

import FieldModel
import TestSupport
import Testing

/// Who may write what: each role, each kind, one's own and another's.
@Suite struct WriteRuleTests {
  private static let me = PersonID(bits: 7)
  private static let other = PersonID(bits: 8)
  private static let fieldWork: [RecordKind] = [
    .visit, .attempt, .observation, .evidence, RecordKind(rawValue: "hologram"),
  ]

  @Test func `a coordinator writes everything`() {
    for kind in RecordKind.definitions + WriteRuleTests.fieldWork + [.review] {
      for owner in [nil, WriteRuleTests.me, WriteRuleTests.other] {
        for rank in [Authority.shopper, .coordinator, .resolution] {
          #expect(code(.coordinator, change(kind, owner: owner, rank: rank)) == nil)
        }
      }
    }
  }

  @Test func `a shopper writes their own field work and settles conflicts in it`() {
    for kind in WriteRuleTests.fieldWork {
      #expect(code(.shopper, change(kind, owner: WriteRuleTests.me)) == nil)
      #expect(code(.shopper, change(kind, owner: WriteRuleTests.me, rank: .resolution)) == nil)
    }
  }

  @Test func `a shopper writes nothing of another's or of nobody's`() {
    for kind in RecordKind.definitions + WriteRuleTests.fieldWork + [.review] {
      #expect(code(.shopper, change(kind, owner: WriteRuleTests.other)) == .forbidden)
      #expect(code(.shopper, change(kind, owner: nil)) == .forbidden)
    }
  }

  @Test func `a shopper writes no definition and no review, even in their own name`() {
    for kind in RecordKind.definitions + [.review] {
      #expect(code(.shopper, change(kind, owner: WriteRuleTests.me)) == .forbidden)
    }
  }

  @Test func `a viewer writes nothing`() {
    for kind in RecordKind.definitions + WriteRuleTests.fieldWork + [.review] {
      for owner in [nil, WriteRuleTests.me, WriteRuleTests.other] {
        #expect(code(.viewer, change(kind, owner: owner)) == .forbidden)
      }
    }
  }

  @Test func `nobody signs for another or takes a coordinator's rank`() {
    for role in Role.allCases {
      let signed = change(.visit, owner: WriteRuleTests.me, author: WriteRuleTests.other)
      #expect(code(role, signed) == .forbidden)
    }
    let ranked = change(.visit, owner: WriteRuleTests.me, rank: .coordinator)
    #expect(code(.shopper, ranked) == .forbidden)
  }

  @Test func `a change that says something else of its record is refused`() {
    let mine = change(.observation, owner: WriteRuleTests.me)
    let others = [
      change(.visit, owner: WriteRuleTests.me), change(.observation, owner: WriteRuleTests.other),
      change(.observation, owner: WriteRuleTests.me, program: RecordID(bits: 2)),
      change(.observation, owner: WriteRuleTests.me, parent: RecordID(bits: 3)),
    ]
    #expect(code(.coordinator, mine, known: mine.header) == nil)
    for other in others {
      #expect(code(.coordinator, mine, known: other.header) == .headerMismatch)
    }
    let visit = change(.visit, owner: WriteRuleTests.me).header
    #expect(code(.coordinator, mine, parent: visit) == nil)
    let strays = [
      change(.wave, owner: WriteRuleTests.me), change(.visit, owner: WriteRuleTests.other),
      change(.visit, owner: WriteRuleTests.me, program: RecordID(bits: 2)),
    ]
    for stray in strays {
      #expect(code(.coordinator, mine, parent: stray.header) == .headerMismatch)
    }
  }

  @Test func `a change that is too large is refused`() {
    let paths = (0..<WriteRule.fieldsMaximum).map { FieldPath("attribute/\($0)") }
    let puts = paths.map { Put($0, .text("")) }
    #expect(code(.shopper, change(.visit, owner: WriteRuleTests.me, puts: puts)) == nil)
    let more = change(.visit, owner: WriteRuleTests.me, puts: puts, unsets: [.tombstone])
    #expect(code(.shopper, more) == .tooLarge)
    let replicas = (1...WriteRule.vectorMaximum + 1).map { Dot(ReplicaID(bits: UInt128($0)), 1) }
    let hot = change(.visit, owner: WriteRuleTests.me, base: VersionVector(replicas))
    #expect(code(.shopper, hot) == .tooLarge)
    let warm = change(.visit, owner: WriteRuleTests.me, base: VersionVector(replicas.dropLast()))
    #expect(code(.shopper, warm) == nil)
  }

  @Test func `a change with a value that its field does not take is refused`() {
    let puts = [Put("note", .text("fine")), Put("state", .text("done"))]
    #expect(code(.shopper, change(.visit, owner: WriteRuleTests.me, puts: puts)) == .schemaInvalid)
  }

  @Test func `a change that puts two values into one field is refused`() {
    let puts = [Put("note", .text("one")), Put("note", .text("two"))]
    #expect(code(.shopper, change(.visit, owner: WriteRuleTests.me, puts: puts)) == .schemaInvalid)
  }

  @Test func `a deletion that claims to have seen more than its change had is refused`() {
    let seen = VersionVector([Samples.dot(0, 1)])
    let deletion = { (claim: VersionVector) in
      change(
        .visit,
        owner: WriteRuleTests.me,
        base: seen,
        puts: [Put(.tombstone, .tombstone(Tombstone(seen: claim)))]
      )
    }
    #expect(code(.shopper, deletion(seen)) == nil)
    #expect(code(.shopper, deletion(VersionVector())) == nil)
    #expect(code(.shopper, deletion(VersionVector([Samples.dot(0, 2)]))) == .schemaInvalid)
    #expect(code(.coordinator, deletion(VersionVector([Samples.dot(1, 1)]))) == .schemaInvalid)
  }

  @Test func `the greatest depth can be edited further`() {
    var record = Record(header: change(.visit, owner: WriteRuleTests.me).header)
    record.apply(change(.visit, owner: WriteRuleTests.me, depth: .max))
    let next = record.change(
      .write([Put("note", .text("b"))]),
      by: Samples.writer(),
      at: Samples.position(Samples.dot(1, 1))
    )
    #expect(next.stamp.depth == .max)
  }

  private func code(
    _ role: Role,
    _ change: Change,
    known: RecordHeader? = nil,
    parent: RecordHeader? = nil
  ) -> Refusal.Code? {
    let person = Person(id: WriteRuleTests.me, name: "Mary", role: role, pseudonym: "S1")
    return WriteRule.refusal(of: change, by: person, known: known, parent: parent)?.code
  }
}

private func change(
  _ kind: RecordKind,
  owner: PersonID?,
  author: PersonID = PersonID(bits: 7),
  rank: Authority = .shopper,
  program: RecordID = RecordID(bits: 1),
  parent: RecordID? = nil,
  base: VersionVector = VersionVector(),
  puts: [Put] = [Put("note", .text("a"))],
  unsets: [FieldPath] = [],
  depth: UInt32 = 1
) -> Change {
  let scope = Scope(program: program, owner: owner)
  return Change(
    dot: Samples.dot(9, 1),
    header: RecordHeader(id: RecordID(bits: 5), kind: kind, scope: scope, parent: parent),
    base: base,
    puts: puts,
    unsets: unsets,
    stamp: Samples.stamp(authority: rank, depth: depth, author: author),
    previous: .none
  )
}
