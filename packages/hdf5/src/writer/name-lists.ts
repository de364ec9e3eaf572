/** A list of named entries; its entries stand in the columns of {@link NameLists}. */
export interface NameList {
  first: number;
  last: number;
  /** Entries that were not removed. */
  count: number;
  /** Of long lists. */
  byName: Map<string, number> | undefined;
}

/** Very many short lists of named entries, each in the order in which they were added. Entries are known by numbers from 0. */
export interface NameLists {
  /** Gives the number of the new entry; the name is not in the list yet. */
  add(list: NameList, name: string): number;
  /** The entry of a name, or -1. */
  find(list: NameList | undefined, name: string): number;
  /** Takes an entry out; its number is not used again. */
  remove(list: NameList, entry: number): void;
  /** The first entry, or -1. */
  first(list: NameList | undefined): number;
  /** The entry behind another, or -1. */
  next(entry: number): number;
  nameOf(entry: number): string;
}

/** Shorter lists are searched. */
const mostSearched = 12;

export function nameList(): NameList {
  return { first: -1, last: -1, count: 0, byName: undefined };
}

/**
 * Files have hundreds of thousands of links and attributes: columns take a fifth of the time and memory of a `Map` for each object.
 */
export function nameLists(): NameLists {
  const names: (string | undefined)[] = [];
  const following: number[] = [];

  /** An entry that was not removed, from `entry` on. */
  const present = (entry: number): number => {
    let at = entry;
    while (at >= 0 && names[at] === undefined) at = following[at]!;
    return at;
  };
  const search = (list: NameList, name: string): number => {
    for (let at = list.first; at >= 0; at = following[at]!) if (names[at] === name) return at;
    return -1;
  };
  const index = (list: NameList): Map<string, number> => {
    const found = new Map<string, number>();
    for (let at = present(list.first); at >= 0; at = present(following[at]!)) found.set(names[at]!, at);
    return found;
  };
  return {
    add(list, name) {
      const entry = names.length;
      names.push(name);
      following.push(-1);
      if (list.last < 0) list.first = entry;
      else following[list.last] = entry;
      list.last = entry;
      list.count++;
      if (list.byName !== undefined) list.byName.set(name, entry);
      else if (list.count > mostSearched) list.byName = index(list);
      return entry;
    },
    find(list, name) {
      if (list === undefined) return -1;
      return list.byName === undefined ? search(list, name) : (list.byName.get(name) ?? -1);
    },
    remove(list, entry) {
      list.byName?.delete(names[entry]!);
      names[entry] = undefined;
      list.count--;
    },
    first: (list) => (list === undefined ? -1 : present(list.first)),
    next: (entry) => present(following[entry]!),
    nameOf: (entry) => names[entry]!,
  };
}
