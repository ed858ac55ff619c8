"""What the operating system refused, in words of people who do not read English: what it is and the way out."""

from __future__ import annotations

import errno
import socket

SPACE = "删掉那个盘上不用的文件；存数据的盘也可以用 storage.directory 换一个"
RIGHTS = "用装它的那个用户运行，或把文件夹的所有者改过来（chown）"
_REASONS = {
    errno.ENOSPC: ("磁盘满了", SPACE),
    errno.EDQUOT: ("磁盘配额用完了", SPACE),
    errno.EFBIG: ("文件超过了允许的大小", "放宽 ulimit -f，或清理这个文件"),
    errno.EROFS: ("磁盘是只读的", "重新挂载成可以写的；存数据的文件夹也可以用 storage.directory 换一个"),
    errno.EACCES: ("没有权限", RIGHTS),
    errno.EPERM: ("没有权限", RIGHTS),
    errno.ENOENT: ("没有这个文件", "检查路径"),
    errno.EEXIST: ("这里已经有一个同名的文件", "移走它，或换一个名字"),
    errno.EISDIR: ("要的是文件，这是文件夹", "写到文件名为止"),
    errno.ENOTDIR: ("路径中间有一段不是文件夹", "检查路径"),
    errno.ENAMETOOLONG: ("文件名太长", "换一个短的名字"),
    errno.ELOOP: ("链接绕成了圈", "检查路径里的符号链接"),
    errno.EBUSY: ("正被别的程序占用", "关掉占用它的程序，再试一次"),
    errno.EIO: ("磁盘读写出错", "检查磁盘"),
    errno.EMFILE: ("同时打开的文件太多", "放宽 ulimit -n"),
    errno.ENFILE: ("同时打开的文件太多", "放宽系统的 fs.file-max"),
    errno.ENOMEM: ("内存不够", "停掉别的程序，或换一台内存大些的机器"),
    errno.EADDRINUSE: ("已经被别的程序占用", "停掉它，或换一个端口"),
    errno.EADDRNOTAVAIL: ("这台机器没有这个地址", "检查地址"),
    errno.ECONNREFUSED: ("那边没有应答", "看对方启动了没有，地址和端口写对了没有"),
    errno.EHOSTUNREACH: ("连不到那台机器", "检查网络和地址"),
    errno.ENETUNREACH: ("连不到那台机器", "检查网络和地址"),
    errno.ETIMEDOUT: ("等了太久没有应答", "检查网络和地址"),
}
OUT_OF_MEMORY = _REASONS[errno.ENOMEM]


def reason_of(fault: OSError, *, writing: bool = False) -> tuple[str, str]:
    """What is wrong and how to mend it; in the system's own words where it is nothing that usually happens.

    To whom `writing` fails for something that is not there, it is the folder that is missing.
    """
    if writing and fault.errno == errno.ENOENT:
        return "没有这个文件夹，或不能在里面建文件", "检查路径"
    if isinstance(fault, socket.gaierror):
        return "没有这个主机名", "检查主机名写得对不对，DNS 通不通"
    return _REASONS.get(fault.errno or 0, (fault.strerror or str(fault), "检查路径、权限和磁盘"))
