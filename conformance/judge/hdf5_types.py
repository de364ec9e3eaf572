"""The type of an element of an HDF5 file in full, as plain data: what the datatype message says, bit by bit."""

from h5py import h5t

ORDERS = {h5t.ORDER_LE: "little", h5t.ORDER_BE: "big", h5t.ORDER_VAX: "vax", h5t.ORDER_NONE: "none"}
CSETS = {h5t.CSET_ASCII: "ascii", h5t.CSET_UTF8: "utf8"}
PADDINGS = {h5t.STR_NULLTERM: "nullterm", h5t.STR_NULLPAD: "nullpad", h5t.STR_SPACEPAD: "spacepad"}


def text(raw):
    return raw.decode("utf-8", "surrogateescape")


def bits(tid):
    """What numbers have in common. One byte has no order, whatever the file says."""
    order = "none" if tid.get_size() == 1 else ORDERS.get(tid.get_order(), "mixed")
    return {"size": tid.get_size(), "order": order, "precision": tid.get_precision(), "offset": tid.get_offset(), "pad": list(tid.get_pad())}


def describe(tid):
    """Sizes and offsets are those in memory, the same for files whose addresses have other widths."""
    kind = tid.get_class()
    if kind == h5t.INTEGER:
        return {"class": "integer", "signed": tid.get_sign() == h5t.SGN_2, **bits(tid)}
    if kind == h5t.FLOAT:
        return {
            "class": "float", "fields": list(tid.get_fields()), "bias": tid.get_ebias(), "norm": tid.get_norm(), "inpad": tid.get_inpad(), **bits(tid),
        }  # fmt: skip
    if kind == h5t.STRING:
        length = "variable" if tid.is_variable_str() else tid.get_size()
        return {"class": "string", "length": length, "charset": CSETS[tid.get_cset()], "padding": PADDINGS[tid.get_strpad()]}
    if kind == h5t.BITFIELD:
        # h5py does not tell the precision: the message does. Its version is up to the writer, and one byte has no order.
        message = bytearray(tid.encode())
        message[2] &= 0x0F
        message[3] &= 0xFE if tid.get_size() == 1 else 0xFF
        return {"class": "bitfield", "size": tid.get_size(), "message": message.hex()}
    if kind == h5t.OPAQUE:
        return {"class": "opaque", "size": tid.get_size(), "tag": text(tid.get_tag())}
    if kind == h5t.COMPOUND:
        members = [
            [text(tid.get_member_name(i)), tid.get_member_offset(i), describe(tid.get_member_type(i))] for i in range(tid.get_nmembers())
        ]
        return {"class": "compound", "size": tid.get_size(), "members": members}
    if kind == h5t.REFERENCE:
        return {"class": "reference", "to": "region" if tid == h5t.STD_REF_DSETREG else "object" if tid == h5t.STD_REF_OBJ else "new"}
    if kind == h5t.ENUM:
        members = [[text(tid.get_member_name(i)), str(tid.get_member_value(i))] for i in range(tid.get_nmembers())]
        return {"class": "enum", "base": describe(tid.get_super()), "members": members}
    if kind == h5t.VLEN:
        return {"class": "vlen", "base": describe(tid.get_super())}
    if kind == h5t.ARRAY:
        return {"class": "array", "dims": list(tid.get_array_dims()), "base": describe(tid.get_super())}
    if kind == h5t.TIME:
        return {"class": "time", "size": tid.get_size()}
    return {"class": kind, "size": tid.get_size(), "base": describe(tid.get_super())}


def is_flat(tid):
    """Whether the bytes of an element are all there is of it, and mean the same in any file."""
    kind = tid.get_class()
    if kind in (h5t.VLEN, h5t.REFERENCE):
        return False
    if kind == h5t.STRING:
        return not tid.is_variable_str()
    if kind == h5t.COMPOUND:
        return all(is_flat(tid.get_member_type(i)) for i in range(tid.get_nmembers()))
    return is_flat(tid.get_super()) if kind == h5t.ARRAY else True
