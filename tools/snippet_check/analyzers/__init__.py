"""The analyzers: one module each, in the folder of the kind it is about (`virtualservice/`, `kubernetesgateway/` …).

An analyzer is a docstring of one sentence and three names:

    NAME      Istio's name for it, as in `istioctl analyze -L`; a check of our own has none
    INPUTS    the kinds it reads, MeshConfig and MeshNetworks among them
    UNREAD    those of the inputs, if any, that Istio's analyzer lists to no effect
    analyze   a generator: Mesh in, Diagnostics out

Folders are imported only when the mesh holds their kind; `anykind/` holds what is about several kinds and is always
imported. A module whose name starts with "_" is no analyzer but something its neighbours share.
"""
