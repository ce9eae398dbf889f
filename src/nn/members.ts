import { Network } from './network.js';

/** Prefix of the names of a member's tensors in a network of several. */
export const memberPrefix = (member: number): string => `members.${member}.`;

/** Takes the members of a network of branches out of it, one at a time, each as a network of its own. */
export class MemberReader {
  private readonly member: Network;

  /** `rows`: those that a member has memory for. */
  constructor(
    private readonly joint: Network,
    rows: number,
  ) {
    const { config, inputSpec, outputSpec, layout } = joint;
    this.member = new Network({ ...config, branches: undefined }, inputSpec, outputSpec, layout.kernels);
    this.member.allocate(rows);
  }

  /** The network with the tensors of a member; the same network with those of another at the next call. */
  read(member: number): Network {
    const views = new Map(this.joint.tensors.map(({ name, view }) => [name, view]));
    for (const { name, view } of this.member.tensors) view.set(views.get(memberPrefix(member) + name)!);
    return this.member;
  }
}

/** Gives a network of branches the tensors of a network as those of a member. */
export function writeMember(joint: Network, index: number, member: Network): void {
  const views = new Map(joint.tensors.map(({ name, view }) => [name, view]));
  for (const { name, view } of member.tensors) views.get(memberPrefix(index) + name)!.set(view);
}
