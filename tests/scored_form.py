"""A form with indicators in three levels, and data for it, for tests of rows within rows."""

from __future__ import annotations

FIELDS = """
  单位名称: text
  总分: {type: number, formula: 合计(一级指标.小计)}
  一级指标:
    type: rows
    fields:
      名称: text
      分值: number
      小计: {type: number, formula: 合计(二级指标.小计)}
      二级指标:
        type: rows
        fields:
          名称: text
          分值: number
          小计: {type: number, formula: 合计(三级指标.得分)}
          三级指标:
            type: rows
            fields:
              名称: text
              分值: number
              得分: number
"""
DATA = """
单位名称: 甲局
一级指标:
  - 名称: 产出
    分值: 50
    二级指标:
      - 名称: 数量
        分值: 20
        三级指标:
          - {名称: 甲, 分值: 10, 得分: 9.5}
          - {名称: 乙, 分值: 10, 得分: 10}
      - 名称: 质量
        分值: 30
        三级指标:
          - {名称: 丙, 分值: 30, 得分: 20}
  - 名称: 效益
    分值: 50
    二级指标:
      - 名称: 效益
        分值: 50
        三级指标:
          - {名称: 丁, 分值: 40, 得分: 40}
"""
