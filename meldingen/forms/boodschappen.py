from schermen.formulieren import noem_de_vraag

__all__ = ["noem_de_vraag"]
